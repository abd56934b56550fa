#include "hub/import/attachments.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/text/decode.hpp"
#include "core/text/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;

std::unexpected<domain::Problem> problem(std::string code, std::string text) {
  return std::unexpected{
      domain::Problem{.field = {}, .code = std::move(code), .text = std::move(text)}};
}

/// Takes out what text copied from web pages carries unseen: carriage returns, zero-width spaces,
/// word joiners.
void drop_unseen(std::string& text) {
  std::erase(text, '\r');
  for (std::string_view const unseen : {"\u200B", "\u2060", "\uFEFF"})
    for (auto at{text.find(unseen)}; at != std::string::npos; at = text.find(unseen, at))
      text.erase(at, unseen.size());
}

/// Is `inner` the folder `outer` or something below it? @pre both canonical
bool lies_within(fs::path const& inner, fs::path const& outer) {
  return std::ranges::mismatch(outer, inner).in1 == outer.end();
}

bool is_picture(std::string_view bytes) {
  constexpr std::string_view png{"\x89PNG\r\n\x1a\n"};
  constexpr std::string_view jpeg{"\xff\xd8\xff"};
  return bytes.starts_with(png) || bytes.starts_with(jpeg);
}

}  // namespace

std::expected<std::string, domain::Problem> Attachments::bytes(std::string_view name,
                                                               std::size_t cap) const {
  std::string slashed{text::trim(name)};
  std::ranges::replace(slashed, '\\', '/');  // as a clerk on Windows writes it
  fs::path const relative{slashed};
  if (slashed.empty() || relative.is_absolute() || slashed.find(':') != std::string::npos ||
      std::ranges::find(relative, fs::path{".."}) != relative.end())
    return problem(
        "file_path",
        fmt::format("文件名“{}”只能是表格所在文件夹里的文件，不能用绝对路径或 ..", name));
  std::error_code error;
  auto const folder{fs::canonical(folder_.empty() ? fs::path{"."} : folder_, error)};
  auto const file{error ? fs::path{} : fs::canonical(folder / relative, error)};
  if (error)
    return problem("file_missing", fmt::format("找不到文件“{}”，请放到表格所在的文件夹里", name));
  if (!lies_within(file, folder))
    return problem("file_path",
                   fmt::format("文件“{}”指向表格所在文件夹之外，请把文件本身复制过来", name));
  if (!fs::is_regular_file(file, error))
    return problem("file_kind", fmt::format("“{}”不是文件", name));
  auto const size{fs::file_size(file, error)};
  if (!error && size > cap)
    return problem("file_large",
                   fmt::format("文件“{}”超过 {} MB，请缩小后再导入", name, cap >> 20U));
  auto content{read_file(file, cap)};
  if (!content)
    return problem("file_unreadable", fmt::format("文件“{}”读不出来，请检查它的权限", name));
  return *std::move(content);
}

std::expected<std::string, domain::Problem> Attachments::text(std::string_view name) const {
  auto content{bytes(name, limits_.text_file_bytes)};
  if (!content) return content;
  if (auto const decoded{text::decode_as(*content, text::Encoding::utf8)}; !decoded)
    return problem("file_encoding",
                   fmt::format("文件“{}”第 {} 字节处不是 UTF-8 文字，请用记事本另存为 UTF-8", name,
                               decoded.error().offset + 1));
  if (content->find('\0') != std::string::npos)
    return problem("file_encoding", fmt::format("文件“{}”不是文本文件", name));
  drop_unseen(*content);
  if (text::trim(*content).empty())
    return problem("file_empty", fmt::format("文件“{}”是空的", name));
  return content;
}

std::expected<std::string, domain::Problem> Attachments::picture(std::string_view name) {
  auto const content{bytes(name, limits_.picture_bytes)};
  if (!content) return content;
  if (!is_picture(*content))
    return problem(
        "file_kind",
        fmt::format("“{}”不是 PNG 或 JPG 图片（看的是内容，不是扩展名），请另存为 PNG 或 JPG",
                    name));
  auto sha256{crypto::sha256(*content)};
  std::string slashed{text::trim(name)};
  std::ranges::replace(slashed, '\\', '/');
  pictures_.try_emplace(sha256, folder_ / slashed);
  return sha256;
}

}  // namespace mingshi::hub
