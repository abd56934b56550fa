#include "hub/import/table_file.hpp"

#include "core/base/file.hpp"
#include "core/text/normalise.hpp"
#include "hub/import/csv.hpp"
#include "hub/import/xlsx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <system_error>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;

std::string extension_of(fs::path const& file) {
  auto extension{file.extension().string()};
  std::ranges::transform(extension, extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return extension;
}

/// The compound file of Office 97: a workbook of that time, or today's one behind a password.
Finding compound_file(std::string_view bytes) {
  constexpr std::string_view encrypted{"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32};
  if (bytes.find(encrypted) != std::string_view::npos)
    return bad_file("encrypted", "文件已加密，请取消密码后另存为 .xlsx 再导入");
  return bad_file("old_format", "这是旧格式的表格（.xls 或 .et），请另存为 .xlsx 或 CSV 再导入");
}

std::expected<Book, Finding> read_text_table(std::string_view bytes, std::string_view extension,
                                             Limits const& limits) {
  if (text::trim(bytes).empty())
    return std::unexpected{bad_file("file_empty", "文件是空的，没有内容可以导入")};
  if (bytes.starts_with("%PDF") || bytes.starts_with("\x89PNG") ||
      bytes.starts_with("\xff\xd8\xff"))
    return std::unexpected{
        bad_file("not_a_table", "这是 PDF 或图片，不是表格，请提供 .xlsx 或 CSV")};
  if (bytes.starts_with('<'))
    return std::unexpected{
        bad_file("not_a_table", "这是网页或 XML，不是表格，请用 Excel 或 WPS 打开后另存为 .xlsx")};
  if (extension == ".csv" || extension == ".txt" || extension == ".tsv")
    return read_csv(bytes, limits);
  if (extension == ".xlsx" || extension == ".xlsm")
    return std::unexpected{bad_file(
        "zip_not", "不是有效的 .xlsx 文件（内容不是 zip），请用 Excel 或 WPS 重新另存为 .xlsx")};
  return std::unexpected{
      bad_file("not_a_table", fmt::format("不支持“{}”类型的文件，请提供 .xlsx 或 CSV", extension))};
}

}  // namespace

std::expected<Book, Finding> read_table_file(fs::path const& file, Limits const& limits) {
  std::error_code error;
  if (fs::is_directory(file, error))
    return std::unexpected{bad_file("file_kind", "这是文件夹，不是表格文件")};
  auto const size{fs::file_size(file, error)};
  if (!error && size > limits.file_bytes)
    return std::unexpected{bad_file(
        "file_large", fmt::format("文件超过 {} MB，请分成几个文件导入", limits.file_bytes >> 20U))};
  auto const bytes{read_file(file, limits.file_bytes)};
  if (!bytes) {
    if (bytes.error().code() == ErrorCode::not_found)
      return std::unexpected{bad_file("file_missing", "找不到这个文件")};
    if (bytes.error().code() == ErrorCode::invalid_input)
      return std::unexpected{bad_file("file_kind", "这不是普通文件，不能导入")};
    return std::unexpected{bad_file("file_unreadable", "文件读不出来，请检查它的权限")};
  }
  if (bytes->empty())
    return std::unexpected{bad_file("file_empty", "文件是空的，没有内容可以导入")};
  if (bytes->starts_with("PK")) return read_xlsx(file, limits);
  if (bytes->starts_with("\xD0\xCF\x11\xE0")) return std::unexpected{compound_file(*bytes)};
  return read_text_table(*bytes, extension_of(file), limits);
}

}  // namespace mingshi::hub
