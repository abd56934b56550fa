#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/crypto/signature.hpp"
#include "core/trust/metadata.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The publishing side: documents from values. Pure; the caller keeps keys and files.
namespace mingshi::trust {

/// The secret keys of each role.
using Keyring = std::map<Role, std::vector<crypto::SigningKey>>;

/// How long a fresh document of a role is good for: timestamp 7 days, snapshot 14, targets 180,
/// root two years.
[[nodiscard]] std::chrono::days lifetime(Role role);

/// One new key for each role. @errors io no randomness
[[nodiscard]] Result<Keyring> make_keyring();

/// The public half as metadata carries it; its key_id() names it in roles and signatures.
[[nodiscard]] PublicKey public_key(crypto::SigningKey const& key);

/// The root that names exactly the keys of the ring, threshold 1 a role, good for
/// lifetime(Role::root) from `now`.
/// @param version 1 for the first; the predecessor's plus one after that
/// @pre of several roles that share a key, each names it
[[nodiscard]] Root root_for(Keyring const& keyring, std::int64_t version, Instant now);

/// The description of a finished document that another one carries.
[[nodiscard]] MetaFile describe(std::int64_t version, std::string_view bytes);
/// The description of a file that targets vouch for.
[[nodiscard]] Target describe_target(std::string_view bytes);

/// The whole document as its file holds it, signed by each of `keys`.
/// A root that follows another is signed by the old root's keys and the new one's.
/// @errors unsupported OpenSSL cannot sign
[[nodiscard]] Result<std::string> sign(Root const& root,
                                       std::vector<crypto::SigningKey> const& keys);
[[nodiscard]] Result<std::string> sign(Timestamp const& timestamp,
                                       std::vector<crypto::SigningKey> const& keys);
[[nodiscard]] Result<std::string> sign(Snapshot const& snapshot,
                                       std::vector<crypto::SigningKey> const& keys);
[[nodiscard]] Result<std::string> sign(Targets const& targets,
                                       std::vector<crypto::SigningKey> const& keys);

/// Adds one signature to a document that is on its way from signer to signer, whichever role it is
/// of and whoever else has signed it; one by the same key is replaced. Signed are the bytes as they
/// are, fields we do not know included. Whether the key may sign for the role is not looked at.
/// @errors invalid_input not a document; unsupported OpenSSL cannot sign
[[nodiscard]] Result<std::string> add_signature(std::string_view document,
                                                crypto::SigningKey const& key);

}  // namespace mingshi::trust
