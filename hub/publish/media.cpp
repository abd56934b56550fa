#include "hub/publish/media.hpp"

#include "core/crypto/crypto.hpp"
#include "core/publication/repository.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;

Result<MediaFile> look_at(fs::path const& file) {
  std::ifstream in{file, std::ios::binary};
  std::string first(16, '\0');
  in.read(first.data(), static_cast<std::streamsize>(first.size()));
  first.resize(static_cast<std::size_t>(in.gcount()));
  auto sha256{MS_TRY(crypto::sha256_of_file(file))};
  std::error_code error;
  auto const size{fs::file_size(file, error)};
  if (error) return fail(ErrorCode::io, file.string() + ": " + error.message(), error.value());
  return MediaFile{.media = {.sha256 = std::move(sha256),
                             .size = static_cast<std::int64_t>(size),
                             .kind = std::string{media_kind(first)}},
                   .file = file};
}

/// "检查先亮证" for "10-检查先亮证.mp4": the number only puts the films in order.
std::string title_of(fs::path const& file) {
  auto const name{file.stem().string()};
  auto const digits{name.find_first_not_of("0123456789")};
  bool const numbered{digits != std::string::npos && digits > 0 && name[digits] == '-'};
  return numbered && digits + 1 < name.size() ? name.substr(digits + 1) : name;
}

}  // namespace

std::string_view media_kind(std::string_view first_bytes) {
  if (first_bytes.starts_with("\x89PNG\r\n\x1a\n")) return "png";
  if (first_bytes.starts_with("\xFF\xD8\xFF")) return "jpg";
  if (first_bytes.starts_with("%PDF-")) return "pdf";
  if (first_bytes.size() >= 8 && first_bytes.substr(4, 4) == "ftyp") return "mp4";
  return "";
}

Result<MediaFile> media_of_record(fs::path const& hub_dir, std::string const& sha256) {
  if (!publication::is_sha256(sha256))
    return fail(ErrorCode::invalid_input, "not the name of a picture: " + sha256);
  auto const file{hub_dir / "media" / sha256.substr(0, 2) / sha256};
  auto found{MS_TRY(look_at(file))};
  if (found.media.sha256 != sha256)
    return fail(ErrorCode::corrupt, file.string() + " is not what was imported");
  if (found.media.kind.empty())
    return fail(ErrorCode::unsupported, file.string() + " is neither PNG, JPEG, PDF nor MP4");
  return found;
}

Result<std::vector<Film>> films(fs::path const& hub_dir) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it{hub_dir / "programme", error}, end; !error && it != end;
       it.increment(error))
    if (std::error_code ignored; it->path().extension() == ".mp4" && it->is_regular_file(ignored))
      files.push_back(it->path());
  if (error == std::errc::no_such_file_or_directory) return std::vector<Film>{};
  if (error) return fail(ErrorCode::io, "programme/: " + error.message(), error.value());
  std::vector<Film> all;
  for (auto const& file : files) {
    auto found{MS_TRY(look_at(file))};
    if (found.media.kind != "mp4")
      return fail(
          ErrorCode::unsupported,
          fmt::format("programme/{} 不是 MP4 视频，请换一个文件或删去", file.filename().string()));
    all.push_back({.title = title_of(file), .file = std::move(found)});
  }
  std::ranges::sort(all, {}, [](Film const& film) { return film.file.file; });
  return all;
}

}  // namespace mingshi::hub
