#include "kiosk/signage/programme.hpp"

#include "core/json/json.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <optional>
#include <utility>

namespace mingshi::kiosk {
namespace {

using json::Json;

std::optional<ItemKind> kind_of(std::string_view name) {
  for (auto const kind :
       {ItemKind::notice, ItemKind::officers, ItemKind::decisions, ItemKind::video})
    if (name == name_of(kind)) return kind;
  return std::nullopt;
}

/// The text under `key`. @errors invalid_input it is missing or no text
Result<std::string> text_of(Json const& object, char const* key) {
  auto const found{object.find(key)};
  if (found == object.end() || !found->is_string())
    return fail(ErrorCode::invalid_input, fmt::format("\"{}\" must be a text", key));
  return found->get<std::string>();
}

Result<ProgrammeItem> item_of(Json const& object) {
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "not an object");
  ProgrammeItem item;
  auto const kind_name{MS_TRY(text_of(object, "kind"))};
  auto const kind{kind_of(kind_name)};
  if (!kind) return fail(ErrorCode::invalid_input, "unknown kind \"" + kind_name + "\"");
  item.kind = *kind;
  if (item.kind == ItemKind::notice) item.target = MS_TRY(text_of(object, "record"));
  if (item.kind == ItemKind::video) {
    item.target = MS_TRY(text_of(object, "media"));
    if (object.contains("title")) item.title = MS_TRY(text_of(object, "title"));
  }
  auto const seconds{object.find("seconds")};
  if (seconds == object.end() || !seconds->is_number_integer())
    return fail(ErrorCode::invalid_input, "\"seconds\" must be a whole number");
  auto const count{seconds->get<std::int64_t>()};
  if (count < shortest_dwell.count() || count > longest_dwell.count())
    return fail(ErrorCode::invalid_input, fmt::format("{} seconds are out of range", count));
  item.dwell = std::chrono::seconds{count};
  return item;
}

Result<TickerLine> line_of(Json const& object) {
  if (!object.is_object()) return fail(ErrorCode::invalid_input, "not an object");
  auto label{MS_TRY(text_of(object, "label"))};
  auto text{MS_TRY(text_of(object, "text"))};
  return TickerLine{.label = std::move(label), .text = std::move(text)};
}

/// Reads every entry of the list under `key` with `read`.
template <typename T>
Result<std::vector<T>> list_of(Json const& document, char const* key,
                               Result<T> (*read)(Json const&)) {
  auto const found{document.find(key)};
  if (found == document.end() || !found->is_array())
    return fail(ErrorCode::invalid_input, fmt::format("\"{}\" must be a list", key));
  std::vector<T> all;
  for (auto const& entry : *found) {
    auto one{read(entry)};
    if (!one)
      return std::unexpected{std::move(one).error().while_doing(
          fmt::format("programme, {}, entry {}", key, all.size() + 1))};
    all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace

std::string_view name_of(ItemKind kind) {
  switch (kind) {
    case ItemKind::notice:
      return "notice";
    case ItemKind::officers:
      return "officers";
    case ItemKind::decisions:
      return "decisions";
    case ItemKind::video:
      return "video";
  }
  return "?";
}

Result<Programme> parse_programme(std::string_view json) {
  Json const document = MS_TRY(json::parse_strict(json));  // braces would make a list of it
  if (!document.is_object()) return fail(ErrorCode::invalid_input, "programme: not an object");
  auto const format{document.find("format")};
  if (format == document.end() || !format->is_number_integer())
    return fail(ErrorCode::invalid_input, "programme: \"format\" must be a whole number");
  if (*format != 1)
    return fail(ErrorCode::unsupported,
                fmt::format("programme: format {}", format->get<std::int64_t>()));
  auto items{MS_TRY(list_of(document, "items", &item_of))};
  auto ticker{MS_TRY(list_of(document, "ticker", &line_of))};
  return Programme{.items = std::move(items), .ticker = std::move(ticker)};
}

}  // namespace mingshi::kiosk
