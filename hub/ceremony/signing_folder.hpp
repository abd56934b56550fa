#pragma once

#include "core/base/result.hpp"
#include "core/crypto/signature.hpp"
#include "core/trust/metadata.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// Whose signatures one document waits for.
struct Quorum {
  std::string why;                     ///< "新的信任根自己的密钥", "现在的信任根的密钥"
  std::int64_t need{0};                ///< how many different keys
  std::vector<std::string> may;        ///< ids that may sign
  std::vector<std::string> signed_by;  ///< ids of those that have, and whose signature is good
  [[nodiscard]] bool complete() const;
};

/// A root or targets on its way.
struct WaitingDocument {
  trust::Role role{trust::Role::root};
  std::int64_t version{0};
  std::string file_name;  ///< "2.root.json"
  std::string bytes;      ///< with the signatures it has
  std::vector<Quorum> quorums;
  [[nodiscard]] bool complete() const;
};

/// A folder that carries documents from machine to machine until enough people have signed them:
/// `N.root.json`, `N.targets.json`, and `trusted.root.json`, the root in force, where there is one.
class SigningFolder {
 public:
  /// Makes the folder with unsigned documents in it.
  /// @param trusted the bytes of the root in force; none for the first
  /// @errors conflict documents wait in it already; io
  [[nodiscard]] static Result<SigningFolder> make(std::filesystem::path const& folder,
                                                  std::optional<std::string> const& trusted,
                                                  std::optional<trust::Root> const& root,
                                                  std::optional<trust::Targets> const& targets);
  /// @errors not_found nothing waits there; corrupt a document cannot be read: Chinese sentences;
  /// io
  [[nodiscard]] static Result<SigningFolder> open(std::filesystem::path const& folder);

  [[nodiscard]] std::vector<WaitingDocument> const& documents() const { return documents_; }
  /// nullptr: none waits.
  [[nodiscard]] WaitingDocument const* find(trust::Role role) const;
  /// The root that the waiting targets are judged by: the waiting one, or that in force.
  [[nodiscard]] std::optional<trust::Root> const& root() const { return root_; }
  /// The waiting targets.
  [[nodiscard]] std::optional<trust::Targets> const& targets() const { return targets_; }
  [[nodiscard]] std::optional<trust::Root> const& trusted() const { return trusted_; }

  /// Which of these ids may sign anything here?
  [[nodiscard]] bool may_sign(std::string_view key_id) const;
  /// Adds the key's signature wherever it may stand; the same key twice stands once.
  /// @return the names of the files it now stands in
  /// @errors denied the key may sign nothing here, as a Chinese sentence; io
  /// @after-failure each file is as it was, or whole with the signature
  [[nodiscard]] Result<std::vector<std::string>> sign(crypto::SigningKey const& key);

 private:
  explicit SigningFolder(std::filesystem::path folder) : folder_{std::move(folder)} {}
  [[nodiscard]] Result<void> read();
  [[nodiscard]] Result<void> take(std::filesystem::path const& file);

  std::filesystem::path folder_;
  std::optional<trust::Root> trusted_, root_;
  std::optional<trust::Targets> targets_;
  std::vector<WaitingDocument> documents_;
};

}  // namespace mingshi::hub
