#include "core/receipt/receipt.hpp"

#include "core/json/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::receipt {
namespace {

using json::Json;

constexpr std::array<std::pair<Kind, std::string_view>, 5> names{
    {{Kind::applied, "applied"},
     {Kind::shown, "shown"},
     {Kind::withdrawn, "withdrawn"},
     {Kind::hidden_by_lease, "hidden_by_lease"},
     {Kind::fault, "fault"}}};

std::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::invalid_input, "receipt: " + std::string{what});
}

Result<std::string> text(Json const& object, std::string const& key) {
  auto const found{object.find(key)};
  if (found == object.end() || !found->is_string()) return malformed("no text \"" + key + "\"");
  return found->get<std::string>();
}

Result<Fact> fact(Json const& value) {
  if (value.is_string()) return Fact{value.get<std::string>()};
  if (value.is_number_integer()) return Fact{value.get<std::int64_t>()};
  if (!value.is_array()) return malformed("a fact of another kind");
  std::vector<std::string> all;
  for (auto const& one : value) {
    if (!one.is_string()) return malformed("a list of other than texts");
    all.push_back(one.get<std::string>());
  }
  return Fact{std::move(all)};
}

Result<Facts> facts(Json const& object) {
  auto const found{object.find("detail")};
  if (found == object.end() || !found->is_object()) return malformed("no \"detail\"");
  Facts all;
  for (auto const& [name, value] : found->items()) all.emplace(name, MS_TRY(fact(value)));
  return all;
}

Json to_json(Facts const& facts) {
  auto object = Json::object();
  for (auto const& [name, value] : facts)
    std::visit([&](auto const& plain) { object[name] = plain; }, value);
  return object;
}

}  // namespace

std::string_view name_of(Kind kind) {
  return std::ranges::find(names, kind, &decltype(names)::value_type::first)->second;
}

std::optional<Kind> parse_kind(std::string_view text) {
  auto const found{std::ranges::find(names, text, &decltype(names)::value_type::second)};
  return found == names.end() ? std::nullopt : std::optional{found->first};
}

std::string format(Receipt const& receipt) {
  return json::canonical(Json{{"id", receipt.id},
                              {"kind", name_of(receipt.kind)},
                              {"at", iso_instant(receipt.at)},
                              {"confidence", trust::name_of(receipt.confidence)},
                              {"hall", receipt.hall},
                              {"terminal", receipt.terminal},
                              {"sequence", receipt.sequence},
                              {"subject", receipt.subject},
                              {"detail", to_json(receipt.detail)}});
}

Result<Receipt> parse(std::string_view bytes) {
  auto const object = MS_TRY(json::parse_strict(bytes));  // braces would make an array of it
  if (!object.is_object()) return malformed("no object");
  Receipt receipt;
  receipt.id = MS_TRY(text(object, "id"));
  auto const kind{parse_kind(MS_TRY(text(object, "kind")))};
  auto const confidence{trust::parse_confidence(MS_TRY(text(object, "confidence")))};
  auto const at{parse_instant(MS_TRY(text(object, "at")))};
  if (!kind || !confidence)
    return fail(ErrorCode::unsupported, "receipt: another kind, from newer software");
  if (!at) return malformed("\"at\" is no instant");
  auto const sequence{object.find("sequence")};
  if (sequence == object.end() || !sequence->is_number_integer())
    return malformed("no \"sequence\"");
  receipt.kind = *kind;
  receipt.confidence = *confidence;
  receipt.at = *at;
  receipt.hall = MS_TRY(text(object, "hall"));
  receipt.terminal = MS_TRY(text(object, "terminal"));
  receipt.sequence = sequence->get<std::int64_t>();
  receipt.subject = MS_TRY(text(object, "subject"));
  receipt.detail = MS_TRY(facts(object));
  return receipt;
}

}  // namespace mingshi::receipt
