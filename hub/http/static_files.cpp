#include "hub/http/static_files.hpp"

#include "hub/http/conditional.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace mingshi::hub::http {
namespace {

constexpr std::string_view segment_characters{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"};
constexpr std::size_t max_segments{8};

/// The segments of a path, or none when it can name no file.
std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  if (!path.starts_with('/')) return {};
  while (!path.empty()) {
    path.remove_prefix(1);
    auto const segment{path.substr(0, path.find('/'))};
    if (segment.empty() || segment.front() == '.' || segments.size() == max_segments ||
        segment.find_first_not_of(segment_characters) != std::string_view::npos)
      return {};
    segments.emplace_back(segment);
    path.remove_prefix(segment.size());
  }
  return segments;
}

/// None, with errno set, when there is no such file. O_NONBLOCK: opening a pipe must not wait for
/// its writer.
Descriptor open_below(Descriptor const& root, std::vector<std::string> const& segments) {
  Descriptor folder{-1};
  for (std::size_t i{0}; i < segments.size(); ++i) {
    int const kind{i + 1 == segments.size() ? O_NONBLOCK | O_NOCTTY : O_DIRECTORY};
    Descriptor next{::openat(i == 0 ? root.get() : folder.get(), segments[i].c_str(),
                             O_RDONLY | O_NOFOLLOW | O_CLOEXEC | kind)};
    if (!next.open()) return next;
    folder = std::move(next);
  }
  return folder;
}

std::string_view type_of(std::string_view path) {
  return path.ends_with(".json") ? "application/json" : "application/octet-stream";
}

std::string tag_of(Lifetime lifetime, std::string_view name, struct stat const& info) {
  if (lifetime == Lifetime::immutable) return fmt::format("\"{}\"", name);
  return fmt::format("\"{:x}-{:x}-{:x}.{:x}\"", info.st_ino, info.st_size, info.st_mtim.tv_sec,
                     info.st_mtim.tv_nsec);
}

Response not_there() {
  return plain(404, "not found");
}

}  // namespace

Result<StaticFiles> StaticFiles::open(std::filesystem::path const& root,
                                      std::function<Lifetime(std::string_view)> lifetime) {
  Descriptor folder{::open(root.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  if (!folder.open()) {
    int const reason{errno};
    return fail(reason == ENOENT || reason == ENOTDIR ? ErrorCode::not_found : ErrorCode::io,
                "opening " + root.string() + ": " + std::strerror(reason), reason);
  }
  return StaticFiles{std::move(folder), std::move(lifetime)};
}

Response StaticFiles::operator()(Request const& request) const {
  auto const segments{segments_of(request.path)};
  if (segments.empty()) return not_there();
  auto file{open_below(root_, segments)};
  if (!file.open())
    return errno == EMFILE || errno == ENFILE ? plain(503, "busy, try again") : not_there();
  struct stat info{};
  if (::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) return not_there();
  auto const lifetime{lifetime_(std::string_view{request.path}.substr(1))};
  auto const tag{tag_of(lifetime, segments.back(), info)};
  auto const size{static_cast<std::uint64_t>(info.st_size)};
  auto const selection{select(request, size, tag)};
  Response response{.status = selection.status, .headers = {}, .body = std::string{}};
  auto const add{[&](std::string name, std::string value) {
    response.headers.push_back({std::move(name), std::move(value)});
  }};
  add("ETag", tag);
  add("Cache-Control",
      lifetime == Lifetime::immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (selection.status == 304) return response;
  add("Accept-Ranges", "bytes");
  add("X-Content-Type-Options", "nosniff");
  if (selection.status == 416) {
    add("Content-Range", fmt::format("bytes */{}", size));
    return response;
  }
  add("Content-Type", std::string{type_of(request.path)});
  if (selection.status == 206)
    add("Content-Range", fmt::format("bytes {}-{}/{}", selection.offset,
                                     selection.offset + selection.length - 1, size));
  response.body = FilePart{std::move(file), selection.offset, selection.length};
  return response;
}

}  // namespace mingshi::hub::http
