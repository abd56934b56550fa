#pragma once

#include "core/base/result.hpp"
#include "core/crypto/signature.hpp"
#include "core/trust/metadata.hpp"
#include "hub/keys/key_folder.hpp"
#include "hub/keys/passphrase.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// The secret keys at hand: finds those of a role among the files and opens each once, when it is
/// needed.
/// @threads one
class Signers {
 public:
  /// @param folders where key files lie; the first that has a key is taken
  /// @errors those of keys_in()
  [[nodiscard]] static Result<Signers> look_in(std::vector<std::filesystem::path> const& folders,
                                               PassphraseSource passphrases);

  /// Do enough of the role's key files lie here? Opens none.
  [[nodiscard]] bool enough_for(trust::RoleKeys const& role) const;

  /// The keys of the role that lie here, opened: at least as many as its threshold asks for.
  /// @param what names the role for the clerk: 记录（发布员）
  /// @errors denied too few of them lie here, or a passphrase is wrong: Chinese sentences; corrupt
  [[nodiscard]] Result<std::vector<crypto::SigningKey>> of(trust::RoleKeys const& role,
                                                           std::string_view what);

  /// Every key of these ids that lies here, opened; those that do not are passed over.
  [[nodiscard]] Result<std::vector<crypto::SigningKey>> any_of(
      std::vector<std::string> const& key_ids);

 private:
  explicit Signers(PassphraseSource passphrases) : passphrases_{std::move(passphrases)} {}
  [[nodiscard]] Result<crypto::SigningKey> open(KeptKey const& kept);

  PassphraseSource passphrases_;
  std::map<std::string, KeptKey> kept_;               ///< by key id; only with a secret half
  std::map<std::string, crypto::SigningKey> opened_;  ///< by key id
};

}  // namespace mingshi::hub
