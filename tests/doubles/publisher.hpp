#pragma once

#include "core/base/time.hpp"
#include "core/crypto/signature.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/settings.hpp"
#include "core/store/generation.hpp"
#include "core/trust/metadata.hpp"
#include "core/trust/signing.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::doubles {

/// 2026-11-23T00:00:00Z, when all that uses a Publisher begins.
inline constexpr Instant first_day{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// Publishes a hall into a repository on the disk, in small, and in every way that is wrong. It
/// aborts the test when a step of its own fails.
///
/// Its records are officers, each with a photo, and penalties. What changes between two publish()
/// is published as a delta, and as a base every time.
class Publisher {
 public:
  explicit Publisher(std::string hall = "mingchuan");

  /// Signs and writes the next generation.
  void publish(Instant now = first_day);
  /// Says again that the newest is current.
  void restamp(Instant now);
  /// Replaces every key of the four top-level roles through a root that the old one signs too.
  void rotate_keys();

  [[nodiscard]] std::filesystem::path repo() const { return folder_.path() / "repo"; }
  [[nodiscard]] std::filesystem::path anchor() const { return repo() / "root.json"; }
  void put(std::string const& path, std::string const& bytes);
  [[nodiscard]] std::string bytes_of(std::string const& path) const;
  /// The head of a part as it was last published, and where it lies.
  [[nodiscard]] publication::PartHead head(publication::Part part) const;
  [[nodiscard]] std::string head_path(publication::Part part) const { return head_paths_.at(part); }

  // What is published next; change it between two publish().
  std::map<std::string, std::string> officers{{"99150310027", "中队长"}};  ///< number → post
  std::map<std::string, std::string> penalties;                            ///< number → case
  publication::Settings settings;
  std::int64_t sequence{0};
  std::int64_t lease_hours{0};

  // Ways to go wrong.
  /// Parts whose new head is named; the other stays at the old one.
  std::set<publication::Part> parts{publication::Part::records, publication::Part::decisions};
  /// Changes both heads before they are signed.
  std::function<void(publication::PartHead& records, publication::PartHead& decisions)> edit_heads;
  /// Changes the settings as they are published, and not what the records are made by.
  std::function<void(publication::Settings&)> edit_settings;
  trust::Keyring keys;
  std::vector<crypto::SigningKey> records_signers, decisions_signers;
  std::int64_t version{0};  ///< of snapshot and the targets documents
  std::int64_t timestamp_version{0};
  bool delegate_hall{true};  ///< does anybody vouch for the hall?

 private:
  [[nodiscard]] store::Generation generation(Instant now) const;
  [[nodiscard]] publication::PartHead part_head(publication::Part part,
                                                std::filesystem::path const& database, Instant now);
  [[nodiscard]] std::filesystem::path database(std::int64_t of) const;
  [[nodiscard]] publication::LogObject put_log(publication::Part part, std::int64_t from);
  [[nodiscard]] publication::PackedObject put_packed(std::string_view text);
  [[nodiscard]] trust::MetaFile put_targets(std::string const& role, trust::Targets const& targets,
                                            std::vector<crypto::SigningKey> const& signers);
  void put_metadata(Instant now);
  [[nodiscard]] trust::Delegations delegations() const;
  [[nodiscard]] std::string role_of(publication::Part part) const;

  tests::TempFolder folder_;
  std::string hall_;
  trust::Root root_;
  trust::MetaFile snapshot_;
  trust::PublicKey publisher_, reviewer_;
  std::set<std::string> ids_;  ///< of the last generation
  std::map<std::string, std::int64_t> withdrawn_;
  std::map<publication::Part, std::vector<publication::LogObject>> deltas_;
  std::map<publication::Part, std::map<std::string, trust::Target, std::less<>>> named_;
  std::map<publication::Part, std::string> head_paths_;
};

}  // namespace mingshi::doubles
