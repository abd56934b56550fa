#include "core/publication/media_list.hpp"

#include "core/json/json.hpp"
#include "core/publication/members.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace mingshi::publication {
namespace {

using json::Json;

std::string line_of(MediaObject const& object) {
  return json::canonical(
      Json{{"sha256", object.sha256}, {"size", object.size}, {"kind", object.kind}});
}

Result<MediaObject> parse_line(std::string_view line) {
  auto const parsed = MS_TRY(json::parse_strict(line));  // braces would make an array of it
  auto const members{MS_TRY(Members::of(parsed, "media list"))};
  auto sha256{MS_TRY(members.sha256("sha256"))};
  auto const size{MS_TRY(members.count("size", 0))};
  auto kind{MS_TRY(members.text("kind"))};
  if (!is_media_kind(kind)) return members.malformed("\"kind\" is no file extension");
  MediaObject object{.sha256 = std::move(sha256), .size = size, .kind = std::move(kind)};
  if (line_of(object) != line) return members.malformed("a line is not canonical");
  return object;
}

}  // namespace

bool is_media_kind(std::string_view text) {
  return !text.empty() && text.size() <= 8 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

std::string format_media_list(std::vector<MediaObject> media) {
  std::ranges::sort(media, {}, &MediaObject::sha256);
  std::string text;
  for (auto const& object : media) text.append(line_of(object)).push_back('\n');
  return text;
}

Result<std::vector<MediaObject>> parse_media_list(std::string_view text) {
  std::vector<MediaObject> media;
  while (!text.empty()) {
    auto const end{text.find('\n')};
    if (end == std::string_view::npos)
      return fail(ErrorCode::invalid_input, "media list: the last line has no end");
    auto object{MS_TRY(parse_line(text.substr(0, end)))};
    if (!media.empty() && media.back().sha256 >= object.sha256)
      return fail(ErrorCode::invalid_input, "media list: out of order");
    media.push_back(std::move(object));
    text.remove_prefix(end + 1);
  }
  return media;
}

Result<std::vector<MediaObject>> united(std::vector<MediaObject> const& a,
                                        std::vector<MediaObject> const& b) {
  auto all{a};
  all.insert(all.end(), b.begin(), b.end());
  std::ranges::sort(all, {}, &MediaObject::sha256);
  auto const [first, last]{std::ranges::unique(all)};
  all.erase(first, last);
  if (auto const twice{std::ranges::adjacent_find(all, {}, &MediaObject::sha256)};
      twice != all.end())
    return fail(ErrorCode::invalid_input,
                fmt::format("medium {} has two sizes or kinds", twice->sha256));
  return all;
}

}  // namespace mingshi::publication
