#include "hub/http/conditional.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace mingshi::hub::http {
namespace {

std::string_view trim(std::string_view text) {
  auto const first{text.find_first_not_of(" \t")};
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Weak comparison over a list of tags. Ours hold neither comma nor quote, so splitting at commas
/// finds each of them.
bool names(std::string_view list, std::string_view etag) {
  if (trim(list) == "*") return true;
  while (!list.empty()) {
    auto const comma{list.find(',')};
    auto tag{trim(list.substr(0, comma))};
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

/// Decimal digits only; a number too large for 64 bits is as good as the largest.
std::optional<std::uint64_t> number(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  std::uint64_t value{0};
  auto const result{std::from_chars(text.data(), text.data() + text.size(), value)};
  if (result.ec == std::errc::result_out_of_range) return UINT64_MAX;
  return value;
}

/// The part that one range asks for; none = the header is to be passed over.
std::optional<Selection> part(std::string_view header, std::uint64_t size) {
  constexpr std::string_view unit{"bytes="};
  constexpr Selection unsatisfiable{416, 0, 0};
  if (!header.starts_with(unit)) return std::nullopt;
  auto const range{trim(header.substr(unit.size()))};
  auto const dash{range.find('-')};
  if (dash == std::string_view::npos) return std::nullopt;
  auto const first{number(range.substr(0, dash))};
  auto const last{number(range.substr(dash + 1))};
  if (dash == 0) {
    if (!last) return std::nullopt;
    if (*last == 0 || size == 0) return unsatisfiable;
    auto const length{std::min(*last, size)};
    return Selection{206, size - length, length};
  }
  bool const open{dash + 1 == range.size()};
  if (!first || (!open && !last) || (last && *last < *first)) return std::nullopt;
  if (*first >= size) return unsatisfiable;
  auto const end{open ? size - 1 : std::min(*last, size - 1)};
  return Selection{206, *first, end - *first + 1};
}

}  // namespace

Selection select(Request const& request, std::uint64_t size, std::string_view etag) {
  if (!request.if_none_match.empty() && names(request.if_none_match, etag)) return {304, 0, 0};
  bool const same{request.if_range.empty() || trim(request.if_range) == etag};
  if (request.method == Method::get && !request.range.empty() && same)
    if (auto const selection{part(trim(request.range), size)}) return *selection;
  return {200, 0, size};
}

}  // namespace mingshi::hub::http
