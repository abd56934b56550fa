#include "core/trust/parse.hpp"

#include "core/trust/field.hpp"
#include "core/trust/scheme.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <utility>

namespace mingshi::trust::parse {
namespace {

using field::malformed;
using json::Json;

Result<PublicKey> public_key(Json const& value) {
  PublicKey key;
  key.type = MS_TRY(field::text(value, "keytype"));
  key.scheme = MS_TRY(field::text(value, "scheme"));
  auto const* const halves{MS_TRY(field::object(value, "keyval"))};
  // What a key of another scheme looks like is that scheme's affair; it verifies nothing here.
  key.value =
      scheme_of(key) ? MS_TRY(field::text(*halves, "public")) : json::canonical_olpc(*halves);
  return key;
}

/// A hash becomes part of URLs and file names: nothing else may pass.
bool is_hex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Result<std::map<std::string, PublicKey>> keys(Json const& object) {
  auto const* const table{MS_TRY(field::object(object, "keys"))};
  std::map<std::string, PublicKey> keys;
  for (auto const& [id, value] : table->items()) keys.emplace(id, MS_TRY(public_key(value)));
  return keys;
}

Result<RoleKeys> role_keys(Json const& object) {
  RoleKeys role;
  role.threshold = MS_TRY(field::integer(object, "threshold", 1));
  std::set<std::string> seen;
  for (auto const& id : *MS_TRY(field::array(object, "keyids"))) {
    if (!id.is_string()) return malformed("keyids", "holds something that is no text");
    if (!seen.insert(id.get<std::string>()).second) return malformed("keyids", "names a key twice");
    role.key_ids.push_back(id.get<std::string>());
  }
  return role;
}

Result<Hashes> hashes(Json const& object) {
  auto const* const table{MS_TRY(field::object(object, "hashes"))};
  if (table->empty()) return malformed("hashes", "is empty");
  Hashes hashes;
  for (auto const& [algorithm, value] : table->items()) {
    if (!value.is_string()) return malformed("hashes", "holds something that is no text");
    if (!is_hex(value.get_ref<std::string const&>()))
      return malformed("hashes", "holds something that is no lower-case hexadecimal number");
    if (algorithm == "sha256" && value.get_ref<std::string const&>().size() != 64)
      return malformed("sha256", "is not 64 digits");
    hashes.emplace(algorithm, value.get<std::string>());
  }
  return hashes;
}

Result<MetaFile> meta_file(Json const& files, std::string const& name) {
  auto const* const value{MS_TRY(field::object(files, name))};
  MetaFile file;
  file.version = MS_TRY(field::integer(*value, "version", 1));
  if (value->contains("length")) file.length = MS_TRY(field::integer(*value, "length", 0));
  if (!value->contains("hashes")) return file;
  file.other_hashes = MS_TRY(hashes(*value));
  if (auto const sha256{file.other_hashes.extract("sha256")}) file.sha256 = sha256.mapped();
  return file;
}

}  // namespace mingshi::trust::parse
