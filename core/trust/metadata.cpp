#include "core/trust/metadata.hpp"

#include "core/json/json.hpp"
#include "core/trust/field.hpp"
#include "core/trust/parse.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace mingshi::trust {
namespace {

using field::malformed;
using json::Json;

struct Envelope {
  Json signed_part;
  std::vector<Signature> signatures;
  std::string signed_bytes;
};

/// The longest that parse_x() looks at: the lengths of root and timestamp are never named.
std::size_t ceiling(Role role) {
  return role == Role::snapshot || role == Role::targets ? max_named_size : max_size(role);
}

Result<std::vector<Signature>> signatures_in(Json const& document) {
  std::vector<Signature> signatures;
  std::set<std::string> seen;
  for (auto const& entry : *MS_TRY(field::array(document, "signatures"))) {
    Signature signature;
    signature.key_id = MS_TRY(field::text(entry, "keyid"));
    signature.value = MS_TRY(field::text(entry, "sig"));
    if (!seen.insert(signature.key_id).second) return malformed("signatures", "name a key twice");
    signatures.push_back(std::move(signature));
  }
  return signatures;
}

/// "1.0.34" or "1.0": major 1, and two or three numbers.
bool is_known_specification(std::string_view version) {
  auto const digits{[](char c) { return c >= '0' && c <= '9'; }};
  std::size_t numbers{0};
  for (bool more{true}; more; ++numbers) {
    auto const dot{version.find('.')};
    auto const number{version.substr(0, dot)};
    if (number.empty() || !std::ranges::all_of(number, digits)) return false;
    if (numbers == 0 && number != "1") return false;
    more = dot != std::string_view::npos;
    if (more) version.remove_prefix(dot + 1);
  }
  return numbers == 2 || numbers == 3;
}

/// What all four documents have in common.
Result<Envelope> open_envelope(Role role, std::string_view bytes) {
  if (bytes.size() > ceiling(role))
    return fail(ErrorCode::invalid_input, fmt::format("longer than {} bytes", ceiling(role)));
  auto const document = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  auto const* const part{MS_TRY(field::object(document, "signed"))};
  auto const type{MS_TRY(field::text(*part, "_type"))};
  if (type != name_of(role)) return malformed("_type", "is another role's");
  auto const specification{MS_TRY(field::text(*part, "spec_version"))};
  if (!is_known_specification(specification))
    return fail(ErrorCode::unsupported, "spec_version is not 1.x");
  auto signatures{MS_TRY(signatures_in(document))};
  auto signed_bytes{json::canonical_olpc(*part)};
  return Envelope{.signed_part = *part,
                  .signatures = std::move(signatures),
                  .signed_bytes = std::move(signed_bytes)};
}

Result<Root> root_content(Json const& part) {
  Root root;
  root.version = MS_TRY(field::integer(part, "version", 1));
  root.expires = MS_TRY(field::instant(part, "expires"));
  root.consistent_snapshot = false;  // unless it says otherwise
  root.keys = MS_TRY(parse::keys(part));
  if (part.contains("consistent_snapshot"))
    root.consistent_snapshot = MS_TRY(field::boolean(part, "consistent_snapshot"));
  auto const* const roles{MS_TRY(field::object(part, "roles"))};
  for (Role const role : all_roles) {
    std::string const name{name_of(role)};
    auto const* const entry{MS_TRY(field::object(*roles, name))};
    root.roles[role] = MS_TRY(parse::role_keys(*entry));
  }
  return root;
}

Result<Timestamp> timestamp_content(Json const& part) {
  auto const* const files{MS_TRY(field::object(part, "meta"))};
  Timestamp timestamp;
  timestamp.version = MS_TRY(field::integer(part, "version", 1));
  timestamp.expires = MS_TRY(field::instant(part, "expires"));
  timestamp.snapshot = MS_TRY(parse::meta_file(*files, "snapshot.json"));
  if (part.contains("issued")) timestamp.issued = MS_TRY(field::instant(part, "issued"));
  return timestamp;
}

Result<Snapshot> snapshot_content(Json const& part) {
  Snapshot snapshot;
  snapshot.version = MS_TRY(field::integer(part, "version", 1));
  snapshot.expires = MS_TRY(field::instant(part, "expires"));
  auto const* const files{MS_TRY(field::object(part, "meta"))};
  for (auto const& entry : files->items())
    snapshot.files.emplace(entry.key(), MS_TRY(parse::meta_file(*files, entry.key())));
  return snapshot;
}

template <typename Content>
Result<Signed<Content>> parse_document(Role role, std::string_view bytes,
                                       Result<Content> (*read)(Json const&)) {
  auto const doing{[&](Error error) { return std::move(error).while_doing(name_of(role)); }};
  auto envelope{open_envelope(role, bytes)};
  if (!envelope) return std::unexpected{doing(std::move(envelope).error())};
  auto content{read(envelope->signed_part)};
  if (!content) return std::unexpected{doing(std::move(content).error())};
  return Signed<Content>{.content = *std::move(content),
                         .signatures = std::move(envelope->signatures),
                         .signed_bytes = std::move(envelope->signed_bytes)};
}

}  // namespace

std::string_view name_of(Role role) {
  switch (role) {
    case Role::root:
      return "root";
    case Role::timestamp:
      return "timestamp";
    case Role::snapshot:
      return "snapshot";
    case Role::targets:
      return "targets";
  }
  return "";
}

std::size_t max_size(Role role) {
  switch (role) {
    case Role::root:
      return 512'000;
    case Role::timestamp:
      return 16'384;
    case Role::snapshot:
      return 2'000'000;
    case Role::targets:
      return 5'000'000;
  }
  return 0;
}

DelegatedRole const* Delegations::find(std::string_view role) const {
  auto const found{std::ranges::find(roles, role, &DelegatedRole::name)};
  return found == roles.end() ? nullptr : &*found;
}

Result<Signed<Root>> parse_root(std::string_view bytes) {
  return parse_document<Root>(Role::root, bytes, &root_content);
}
Result<Signed<Timestamp>> parse_timestamp(std::string_view bytes) {
  return parse_document<Timestamp>(Role::timestamp, bytes, &timestamp_content);
}
Result<Signed<Snapshot>> parse_snapshot(std::string_view bytes) {
  return parse_document<Snapshot>(Role::snapshot, bytes, &snapshot_content);
}
Result<Signed<Targets>> parse_targets(std::string_view bytes) {
  return parse_document<Targets>(Role::targets, bytes, &parse::targets);
}

}  // namespace mingshi::trust
