#include "hub/s3/place.hpp"

#include <algorithm>

namespace mingshi::hub::s3 {
namespace {

constexpr std::string_view lower_and_digits{"abcdefghijklmnopqrstuvwxyz0123456789"};

std::unexpected<Error> refuse(std::string_view what) {
  return fail(ErrorCode::invalid_input,
              "存储地址" + std::string{what} + "；应当写成 https://主机[:端口]/存储桶[/文件夹]");
}

bool made_of(std::string_view text, std::string_view more) {
  return std::ranges::all_of(
      text, [&](char c) { return lower_and_digits.contains(c) || more.contains(c); });
}

/// RFC 3986: everything but letters, digits and -._~ is escaped, with upper-case digits.
std::string escaped(std::string_view text) {
  constexpr std::string_view digits{"0123456789ABCDEF"};
  std::string out;
  for (char const c : text) {
    bool const plain{(c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~'};
    if (plain) {
      out += c;
      continue;
    }
    auto const byte{static_cast<unsigned char>(c)};
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out;
}

}  // namespace

bool is_plain_key(std::string_view key) {
  if (!made_of(key, "/._-")) return false;
  while (!key.empty()) {
    auto const end{std::min(key.find('/'), key.size())};
    auto const segment{key.substr(0, end)};
    if (segment.empty() || segment.front() == '.') return false;
    if (end + 1 == key.size()) return false;  // nothing after the last "/"
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  return true;
}

Result<Place> parse_place(std::string_view url) {
  Place place;
  auto const colon{url.find("://")};
  if (colon == std::string_view::npos) return refuse("缺少 https://");
  place.scheme = url.substr(0, colon);
  if (place.scheme != "https" && place.scheme != "http") return refuse("只能用 https 或 http");
  url.remove_prefix(colon + 3);
  auto const slash{std::min(url.find('/'), url.size())};
  place.host = url.substr(0, slash);
  if (place.host.empty() || !made_of(place.host, ".-:[]"))
    return refuse("里的主机名只能用小写字母、数字、点和短横线，不能带用户名");
  url.remove_prefix(std::min(slash + 1, url.size()));
  auto const end{std::min(url.find('/'), url.size())};
  place.bucket = url.substr(0, end);
  if (place.bucket.size() < 3 || place.bucket.size() > 63 || !made_of(place.bucket, ".-"))
    return refuse("里缺少存储桶名，或者它不是 3 到 63 个小写字母、数字、点和短横线");
  url.remove_prefix(std::min(end + 1, url.size()));
  while (url.ends_with('/')) url.remove_suffix(1);
  if (url.empty()) return place;
  if (!is_plain_key(url)) return refuse("里的文件夹只能用小写字母、数字和 . _ -");
  place.prefix = std::string{url} + "/";
  return place;
}

std::string address_of(Place const& place, std::string_view key) {
  std::string const host{place.addressing == Addressing::path ? place.host + "/" + place.bucket
                                                              : place.bucket + "." + place.host};
  auto url{place.scheme + "://" + host};
  if (!key.empty()) return url + "/" + place.prefix + std::string{key};
  return place.addressing == Addressing::path ? url : url + "/";
}

std::string list_query(Place const& place, std::string_view token) {
  std::string query;
  if (!token.empty()) query += "continuation-token=" + escaped(token) + "&";
  return query + "list-type=2&prefix=" + escaped(place.prefix);
}

}  // namespace mingshi::hub::s3
