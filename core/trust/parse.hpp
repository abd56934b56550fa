#pragma once

#include "core/base/result.hpp"
#include "core/json/json.hpp"
#include "core/trust/metadata.hpp"

#include <map>
#include <string>

/// The parts that several kinds of document consist of; for the sources of this folder.
namespace mingshi::trust::parse {

/// The keys of a root or of delegations, by id.
[[nodiscard]] Result<std::map<std::string, PublicKey>> keys(json::Json const& object);

/// "keyids" and "threshold" of `object`.
[[nodiscard]] Result<RoleKeys> role_keys(json::Json const& object);

/// The hashes of a file; SHA-256 is among the others.
[[nodiscard]] Result<Hashes> hashes(json::Json const& object);

/// What the file `name` must be.
[[nodiscard]] Result<MetaFile> meta_file(json::Json const& files, std::string const& name);

/// The content of a targets document, below "signed".
[[nodiscard]] Result<Targets> targets(json::Json const& part);

}  // namespace mingshi::trust::parse
