#include "hub/import/archive.hpp"

#include <fmt/format.h>
#include <minizip/unzip.h>

#include <algorithm>
#include <array>

namespace mingshi::hub {
namespace {

constexpr std::size_t small_entry{std::size_t{1} << 20};  ///< below this any ratio is harmless
constexpr unsigned long encrypted_flag{1};
constexpr std::size_t longest_name{255};

std::string lower_case(std::string_view name) {
  std::string out{name};
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

/// Names that only a file made to escape from a folder carries.
bool escapes(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos) return true;
  if (name.find(':') != std::string_view::npos || name.find('\0') != std::string_view::npos)
    return true;
  for (std::size_t from{0}; from <= name.size();) {
    auto const to{std::min(name.find('/', from), name.size())};
    if (name.substr(from, to - from) == "..") return true;
    from = to + 1;
  }
  return false;
}

Finding damaged(std::string_view part) {
  return bad_file(
      "zip_damaged",
      fmt::format("文件已损坏：其中的部件“{}”无法解压或校验不符，请重新取得文件或重新另存", part));
}

Finding too_large() {
  return bad_file("zip_bomb", "文件解压后过大或压缩比异常，不像正常的表格，已拒绝打开");
}

std::expected<void, Finding> check_entry(unz_file_info64 const& info, std::string_view name,
                                         Limits const& limits) {
  if (escapes(name))
    return std::unexpected{
        bad_file("zip_name", "文件内部有可疑的路径，不像正常的表格，已拒绝打开")};
  if ((info.flag & encrypted_flag) != 0)
    return std::unexpected{bad_file("encrypted", "文件已加密，请取消密码后另存为 .xlsx 再导入")};
  if (info.compression_method != 0 && info.compression_method != Z_DEFLATED)
    return std::unexpected{
        bad_file("zip_method", "文件使用了不支持的压缩方式，请用 Excel 或 WPS 另存为 .xlsx")};
  if (info.uncompressed_size > limits.entry_bytes) return std::unexpected{too_large()};
  auto const packed{std::max<std::uint64_t>(info.compressed_size, 1)};
  if (info.uncompressed_size > small_entry && info.uncompressed_size / packed > limits.ratio)
    return std::unexpected{too_large()};
  return {};
}

}  // namespace

std::expected<std::map<std::string, Archive::Entry, std::less<>>, Finding> Archive::look_through(
    void* zip, Limits const& limits) {
  std::map<std::string, Entry, std::less<>> entries;
  std::uint64_t total{0};
  for (int state{unzGoToFirstFile(zip)}; state != UNZ_END_OF_LIST_OF_FILE;
       state = unzGoToNextFile(zip)) {
    if (state != UNZ_OK) return std::unexpected{damaged("目录")};
    if (entries.size() >= limits.entries)
      return std::unexpected{
          bad_file("zip_entries", "文件内部的部件过多，不像正常的表格，已拒绝打开")};
    unz_file_info64 info{};
    std::array<char, longest_name + 1> buffer{};
    unz64_file_pos place{};
    if (unzGetCurrentFileInfo64(zip, &info, buffer.data(), buffer.size(), nullptr, 0, nullptr, 0) !=
            UNZ_OK ||
        unzGetFilePos64(zip, &place) != UNZ_OK)
      return std::unexpected{damaged("目录")};
    if (info.size_filename > longest_name)
      return std::unexpected{
          bad_file("zip_name", "文件内部有可疑的路径，不像正常的表格，已拒绝打开")};
    std::string_view const name{buffer.data(), info.size_filename};
    if (auto ok{check_entry(info, name, limits)}; !ok)
      return std::unexpected{std::move(ok).error()};
    total += info.uncompressed_size;
    if (total > limits.total_bytes) return std::unexpected{too_large()};
    auto const fresh{
        entries.try_emplace(lower_case(name), Entry{.offset = place.pos_in_zip_directory,
                                                    .index = place.num_of_file,
                                                    .bytes = info.uncompressed_size})};
    if (!fresh.second)
      return std::unexpected{
          bad_file("zip_name", fmt::format("文件内部有两个同名的部件“{}”，已拒绝打开", name))};
  }
  return entries;
}

std::expected<Archive, Finding> Archive::open(std::filesystem::path const& file,
                                              Limits const& limits) {
  Handle zip{unzOpen64(file.c_str())};
  if (!zip)
    return std::unexpected{
        bad_file("zip_truncated", "文件不完整（可能没有下载或复制完），请重新取得文件")};
  auto entries{look_through(zip.get(), limits)};
  if (!entries) return std::unexpected{std::move(entries).error()};
  return Archive{std::move(zip), *std::move(entries)};
}

bool Archive::holds(std::string_view part) const {
  return entries_.contains(lower_case(part));
}

std::expected<void, Finding> Archive::read(std::string_view part,
                                           std::function<bool(std::string_view)> const& take) {
  auto const entry{entries_.find(lower_case(part))};
  if (entry == entries_.end())
    return std::unexpected{bad_file(
        "part_missing",
        fmt::format("文件缺少部件“{}”，不是完整的 .xlsx，请用 Excel 或 WPS 重新另存", part))};
  unz64_file_pos const place{.pos_in_zip_directory = entry->second.offset,
                             .num_of_file = entry->second.index};
  if (unzGoToFilePos64(zip_.get(), &place) != UNZ_OK || unzOpenCurrentFile(zip_.get()) != UNZ_OK)
    return std::unexpected{damaged(part)};
  std::array<char, 65536> block{};
  std::uint64_t total{0};
  for (;;) {
    int const n{unzReadCurrentFile(zip_.get(), block.data(), static_cast<unsigned>(block.size()))};
    if (n == 0) break;
    total += n > 0 ? static_cast<std::uint64_t>(n) : 0;
    // A directory that lies about the size was not caught by the check above.
    if (n < 0 || total > entry->second.bytes) {
      unzCloseCurrentFile(zip_.get());
      return std::unexpected{damaged(part)};
    }
    if (!take({block.data(), static_cast<std::size_t>(n)})) {
      unzCloseCurrentFile(zip_.get());
      return {};
    }
  }
  if (unzCloseCurrentFile(zip_.get()) != UNZ_OK || total != entry->second.bytes)
    return std::unexpected{damaged(part)};
  return {};
}

}  // namespace mingshi::hub
