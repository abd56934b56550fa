#include "hub/import/csv.hpp"

#include "core/text/decode.hpp"
#include "core/text/normalise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace mingshi::hub {
namespace {

std::string_view chinese_name(text::Encoding encoding) {
  switch (encoding) {
    case text::Encoding::utf8:
      return "UTF-8";
    case text::Encoding::utf16le:
    case text::Encoding::utf16be:
      return "UTF-16";
    case text::Encoding::gb18030:
      return "GB18030";
  }
  return "?";
}

/// The line, from 1, that holds the byte at `offset`, in the encoding of the file.
std::size_t line_at(std::string_view bytes, std::size_t offset, text::Encoding encoding) {
  auto const before{bytes.substr(0, offset)};
  if (encoding == text::Encoding::utf8 || encoding == text::Encoding::gb18030)
    return 1 + static_cast<std::size_t>(
                   std::ranges::count(before, '\n'));  // no GB18030 character holds 0x0A
  std::size_t line{1};
  bool const little{encoding == text::Encoding::utf16le};
  for (std::size_t i{0}; i + 1 < before.size(); i += 2)
    if (before[i] == (little ? '\n' : '\0') && before[i + 1] == (little ? '\0' : '\n')) ++line;
  return line;
}

Finding wrong_encoding(std::string_view bytes, text::DecodeError const& error) {
  return bad_file(
      "encoding",
      fmt::format("第 {} 行（文件第 {} 字节，十六进制 {}）不是有效的 {} "
                  "文字，文件可能混用了编码或已损坏，请用 Excel 或 WPS 另存为 .xlsx 再导入",
                  line_at(bytes, error.offset, error.tried), error.offset + 1, error.bytes_hex,
                  chinese_name(error.tried)));
}

/// The delimiter that the first lines use most, outside quotes.
char delimiter_of(std::string_view text) {
  constexpr std::size_t lines_looked_at{10};
  constexpr std::array candidates{',', ';', '\t'};
  std::array<std::size_t, candidates.size()> counts{};
  bool quoted{false};
  std::size_t lines{0};
  for (char const c : text) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' && ++lines == lines_looked_at) break;
    if (auto const it{std::ranges::find(candidates, c)}; it != candidates.end())
      ++counts[static_cast<std::size_t>(it - candidates.begin())];
  }
  auto const best{std::ranges::max_element(counts)};  // the first of equals: the comma
  return candidates[static_cast<std::size_t>(best - counts.begin())];
}

/// Excel's way of keeping a text a text in CSV: ="00123".
std::string unwrapped(std::string field) {
  if (field.size() >= 3 && field.starts_with("=\"") && field.ends_with('"'))
    return field.substr(2, field.size() - 3);
  return field;
}

class CsvReader {
 public:
  CsvReader(std::string_view text, Limits const& limits)
      : text_{text}, limits_{limits}, delimiter_{delimiter_of(text)} {}

  std::expected<Sheet, Finding> read() {
    while (at_ < text_.size()) {
      if (auto refused{read_record()}) return std::unexpected{*std::move(refused)};
    }
    return std::move(sheet_);
  }

 private:
  /// One record up to and with its line end.
  std::optional<Finding> read_record() {
    SheetRow row{.number = ++records_, .visibility = Visibility::shown, .cells = {}};
    for (std::size_t column{1};; ++column) {
      std::string field;
      if (auto refused{peek() == '"' ? read_quoted(field) : read_plain(field)}) return refused;
      if (auto refused{keep(row, column, std::move(field))}) return refused;
      if (at_ < text_.size() && text_[at_] == delimiter_) {
        ++at_;
        continue;
      }
      break;
    }
    skip_line_end();
    if (row.cells.empty()) return std::nullopt;
    if (sheet_.rows.size() >= limits_.rows)
      return bad_file("too_many_rows",
                      fmt::format("内容超过 {} 行，请分成几个文件导入", limits_.rows));
    sheet_.rows.push_back(std::move(row));
    return std::nullopt;
  }

  std::optional<Finding> read_plain(std::string& field) {
    auto const from{at_};
    while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' &&
           text_[at_] != '\r')
      ++at_;
    field = unwrapped(std::string{text_.substr(from, at_ - from)});
    return std::nullopt;
  }

  std::optional<Finding> read_quoted(std::string& field) {
    auto const first_line{line_};
    for (++at_;;) {
      if (at_ >= text_.size())
        return bad_file("csv_quote", fmt::format("第 {} 行开始的双引号没有配对，请检查这一行的引号",
                                                 first_line));
      char const c{text_[at_++]};
      if (c == '"') {
        if (peek() != '"') break;
        ++at_;
      }
      if (c == '\n') ++line_;
      if (c != '\r') field += c;
    }
    char const next{peek()};
    if (at_ < text_.size() && next != delimiter_ && next != '\n' && next != '\r')
      return bad_file(
          "csv_quote",
          fmt::format("第 {} 行的引号后面还有文字，引号可能没有配对，请检查这一行的引号", line_));
    return std::nullopt;
  }

  std::optional<Finding> keep(SheetRow& row, std::size_t column, std::string field) {
    if (text::trim(field).empty()) return std::nullopt;
    if (field.size() > limits_.cell_bytes)
      return bad_file("cell_too_long",
                      fmt::format("第 {} 行有一个单元格的内容过长，引号可能没有配对", line_));
    if (column > limits_.columns)
      return bad_file("too_many_columns",
                      fmt::format("第 {} 行超过 {} 列，请删去无关的列", line_, limits_.columns));
    if (++cells_ > limits_.cells)
      return bad_file("too_many_cells", "单元格过多，请分成几个文件导入");
    row.cells.push_back({.column = column, .kind = CellKind::text, .text = std::move(field)});
    return std::nullopt;
  }

  void skip_line_end() {
    if (peek() == '\r') ++at_;
    if (peek() == '\n') ++at_;
    ++line_;
  }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::string_view text_;
  Limits const& limits_;
  char delimiter_;
  std::size_t at_{0};
  std::size_t line_{1};
  std::size_t records_{0};
  std::size_t cells_{0};
  Sheet sheet_;
};

}  // namespace

std::expected<Book, Finding> read_csv(std::string_view bytes, Limits const& limits) {
  auto const decoded{text::decode(bytes)};
  if (!decoded) return std::unexpected{wrong_encoding(bytes, decoded.error())};
  if (auto const nul{decoded->utf8.find('\0')}; nul != std::string::npos)
    return std::unexpected{
        bad_file("csv_nul", fmt::format("第 {} 行含有空字节（NUL），不是文本文件，或是没有标记的 "
                                        "UTF-16，请用 Excel 或 WPS 另存为 .xlsx 再导入",
                                        line_at(decoded->utf8, nul, text::Encoding::utf8)))};
  auto sheet{CsvReader{decoded->utf8, limits}.read()};
  if (!sheet) return std::unexpected{std::move(sheet).error()};
  Book book;
  book.sheets.push_back(*std::move(sheet));
  return book;
}

}  // namespace mingshi::hub
