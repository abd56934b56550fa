#include "hub/s3/listing.hpp"

#include "hub/s3/place.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace mingshi::hub::s3 {
namespace {

/// The text of the first <name>…</name>, without elements inside it.
std::optional<std::string_view> text_of(std::string_view xml, std::string_view name) {
  auto const open{"<" + std::string{name} + ">"};
  auto const close{"</" + std::string{name} + ">"};
  auto const begin{xml.find(open)};
  if (begin == std::string_view::npos) return std::nullopt;
  auto const rest{xml.substr(begin + open.size())};
  auto const end{rest.find(close)};
  if (end == std::string_view::npos) return std::nullopt;
  return rest.substr(0, end);
}

/// Tokens are opaque and may hold "&amp;" and its like.
std::string unescaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (text.starts_with("&amp;")) {
      out += '&';
      text.remove_prefix(5);
    } else if (text.starts_with("&lt;") || text.starts_with("&gt;")) {
      out += text[1] == 'l' ? '<' : '>';
      text.remove_prefix(4);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

Result<Listing> parse_listing(std::string_view xml) {
  auto const malformed{
      [] { return fail(ErrorCode::invalid_input, "the store's listing is malformed"); }};
  if (!xml.contains("<ListBucketResult")) return malformed();
  Listing listing;
  auto const truncated{text_of(xml, "IsTruncated")};
  if (truncated == "true") {
    auto const token{text_of(xml, "NextContinuationToken")};
    if (!token || token->empty()) return malformed();
    listing.next = unescaped(*token);
  }
  constexpr std::string_view open{"<Contents>"};
  constexpr std::string_view close{"</Contents>"};
  for (auto at{xml.find(open)}; at != std::string_view::npos; at = xml.find(open)) {
    xml.remove_prefix(at + open.size());
    auto const end{xml.find(close)};
    if (end == std::string_view::npos) return malformed();
    auto const entry{xml.substr(0, end)};
    auto const key{text_of(entry, "Key")};
    auto const size{text_of(entry, "Size")};
    if (!key || !size) return malformed();
    std::int64_t bytes{0};
    auto const read{std::from_chars(size->data(), size->data() + size->size(), bytes)};
    if (read.ec != std::errc{} || read.ptr != size->data() + size->size() || bytes < 0)
      return malformed();
    if (is_plain_key(*key)) listing.sizes.emplace(*key, bytes);
    xml.remove_prefix(end + close.size());
  }
  return listing;
}

std::string error_code_of(std::string_view xml) {
  auto const code{text_of(xml, "Code")};
  bool const plain{code && code->size() <= 64 && std::ranges::all_of(*code, [](char c) {
                     return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                   })};
  return plain ? std::string{*code} : std::string{};
}

}  // namespace mingshi::hub::s3
