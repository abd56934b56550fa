#include "core/domain/record.hpp"

#include "core/base/overload.hpp"
#include "core/text/normalise.hpp"

#include <algorithm>

namespace mingshi::domain {
namespace {

/// "/" parts an id, so it is written %2F within a part.
std::string escaped(std::string_view part) {
  std::string out;
  for (char const c : part) {
    if (c == '/') {
      out += "%2F";
    } else if (c == '%') {
      out += "%25";
    } else {
      out += c;
    }
  }
  return out;
}

std::string id_part(Field const& field, Value const& value) {
  return std::visit(Overload{[&](std::string const& text) {
                               switch (field.kind) {
                                 case FieldKind::document_no:
                                   return text::parse_document_number(text).search_key;
                                 case FieldKind::code:
                                 case FieldKind::reference:
                                   return text::normalise_code(text);
                                 default:
                                   return text::nfc(text::trim(text));
                               }
                             },
                             [](Day day) { return iso_day(day); },
                             [](Money money) { return std::to_string(money.fen); },
                             [](std::int64_t number) { return std::to_string(number); },
                             [](std::vector<TableRow> const&) { return std::string{}; }},
                    value);
}

std::string grouped(std::uint64_t number) {
  auto digits{std::to_string(number)};
  for (auto at{static_cast<std::ptrdiff_t>(digits.size()) - 3}; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ' ');
  }
  return digits;
}

std::string money_text(Money money) {
  auto const negative{money.fen < 0};
  auto const fen{negative ? ~static_cast<std::uint64_t>(money.fen) + 1U
                          : static_cast<std::uint64_t>(money.fen)};
  auto text{(negative ? "-" : "") + grouped(fen / 100U)};
  if (auto const cents{fen % 100U}; cents != 0U) {
    text += cents < 10U ? ".0" : ".";
    text += std::to_string(cents);
  }
  return text + " 元";
}

}  // namespace

std::string record_id(RecordType const& type, Fields const& fields) {
  auto id{type.code};
  for (auto const& name : type.key) {
    auto const* field{type.field(name)};
    auto const value{fields.find(name)};
    id += '/';
    if (field != nullptr && value != fields.end()) id += escaped(id_part(*field, value->second));
  }
  return id;
}

bool holds(Condition const& condition, Fields const& fields) {
  auto const found{fields.find(condition.field)};
  if (found == fields.end()) return false;
  auto const* text{std::get_if<std::string>(&found->second)};
  return text != nullptr && std::ranges::find(condition.is, *text) != condition.is.end();
}

std::string display_text(Field const& /*field*/, Value const& value) {
  return std::visit(
      Overload{[](std::string const& text) { return text; }, [](Day day) { return iso_day(day); },
               [](Money money) { return money_text(money); },
               [](std::int64_t number) { return std::to_string(number); },
               [](std::vector<TableRow> const&) { return std::string{}; }},
      value);
}

std::string_view PublicRecord::text(std::string_view field) const {
  auto const found{fields.find(field)};
  if (found == fields.end()) return {};
  auto const* value{std::get_if<std::string>(&found->second)};
  return value == nullptr ? std::string_view{} : std::string_view{*value};
}

std::optional<Day> PublicRecord::day(std::string_view field) const {
  auto const found{fields.find(field)};
  if (found == fields.end()) return std::nullopt;
  auto const* value{std::get_if<Day>(&found->second)};
  return value == nullptr ? std::nullopt : std::optional{*value};
}

bool on_show(PublicRecord const& record, Day today) {
  return (!record.publish_from || *record.publish_from <= today) &&
         (!record.publish_until || today <= *record.publish_until);
}

}  // namespace mingshi::domain
