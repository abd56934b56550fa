#include "hub/import/csv.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace mingshi::hub;

namespace {

using Texts = std::vector<std::vector<std::string>>;

/// Row by row the texts of all cells.
Texts texts(std::string_view bytes) {
  auto const book{read_csv(bytes)};
  INFO((book ? std::string{} : book.error().problem.text));
  REQUIRE(book);
  Texts out;
  for (auto const& row : book->sheets.at(0).rows) {
    out.emplace_back();
    for (auto const& cell : row.cells) out.back().push_back(cell.text);
  }
  return out;
}

mingshi::domain::Problem refusal(std::string_view bytes) {
  auto const book{read_csv(bytes)};
  REQUIRE_FALSE(book);
  return book.error().problem;
}

}  // namespace

TEST_CASE("csv: the same table in every encoding reads the same", "[csv]") {
  Texts const wanted{{"姓名", "单位"}, {"王𠮷", "一中队"}};
  CHECK(texts("姓名,单位\n王𠮷,一中队\n") == wanted);
  CHECK(texts("\xEF\xBB\xBF姓名,单位\r\n王𠮷,一中队") == wanted);
  // GB18030, with U+20BB7 in four bytes
  CHECK(texts("\xD0\xD5\xC3\xFB,\xB5\xA5\xCE\xBB\n\xCD\xF5\x95\x34\xB2\x35,"
              "\xD2\xBB\xD6\xD0\xB6\xD3\n") == wanted);
  std::u16string const wide{u"\uFEFF姓名,单位\n王𠮷,一中队\n"};
  std::string little;
  std::string big;
  for (char16_t const unit : wide) {
    auto const low{static_cast<char>(unit & 0xFFU)};
    auto const high{static_cast<char>(unit >> 8U)};
    little += {low, high};
    big += {high, low};
  }
  CHECK(texts(little) == wanted);
  CHECK(texts(big) == wanted);
}

TEST_CASE("csv: comma, semicolon and tab are told from the first lines", "[csv]") {
  Texts const wanted{{"姓名", "单位"}, {"甲,乙;丙", "队"}};
  CHECK(texts("姓名,单位\n\"甲,乙;丙\",队\n") == wanted);
  CHECK(texts("姓名;单位\n\"甲,乙;丙\";队\n") == wanted);
  CHECK(texts("姓名\t单位\n\"甲,乙;丙\"\t队\n") == wanted);
}

TEST_CASE("csv: quotes hold delimiters, quotes and line ends", "[csv]") {
  CHECK(texts("a,b\n\"1\"\"2\",\"x\r\ny\"\n") == Texts{{"a", "b"}, {"1\"2", "x\ny"}});
  CHECK(texts("a,b\n5\" 屏,=\"00123\"\n") == Texts{{"a", "b"}, {"5\" 屏", "00123"}});
}

TEST_CASE("csv: rows are numbered as a spreadsheet program numbers them", "[csv]") {
  auto const book{read_csv("a,b\n\n\"1\n2\",3\nx,\n")};
  REQUIRE(book);
  auto const& rows{book->sheets[0].rows};
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].number == 3);
  CHECK(rows[2].number == 4);
  CHECK(rows[2].cells.size() == 1);
}

TEST_CASE("csv: a wrong byte is named by line, byte and value", "[csv][errors]") {
  auto const problem{refusal("\xD0\xD5\xC3\xFB,b\n1,\xFF\xFF\n")};
  CHECK(problem.code == "encoding");
  CHECK(problem.text.find("第 2 行") != std::string::npos);
  CHECK(problem.text.find("第 10 字节") != std::string::npos);
  CHECK(problem.text.find("FF") != std::string::npos);
}

TEST_CASE("csv: quotes without a partner are named by their line", "[csv][errors]") {
  auto const open{refusal("a,b\n1,2\n\"3,4\n5,6\n")};
  CHECK(open.code == "csv_quote");
  CHECK(open.text.find("第 3 行") != std::string::npos);
  auto const stray{refusal("a,b\n\"1\"x,2\n")};
  CHECK(stray.code == "csv_quote");
  CHECK(stray.text.find("第 2 行") != std::string::npos);
}

TEST_CASE("csv: NUL bytes are refused", "[csv][errors]") {
  auto const problem{refusal(std::string_view{"a,b\n1\0,2\n", 9})};
  CHECK(problem.code == "csv_nul");
  CHECK(problem.text.find("第 2 行") != std::string::npos);
}

TEST_CASE("csv: any short text of these characters is read or refused", "[csv]") {
  constexpr std::string_view characters{"a\",\r\n;"};
  std::string text;
  std::size_t read{0};
  for (int n{0}; n < 6 * 6 * 6 * 6 * 6; ++n) {
    text.clear();
    for (int rest{n}, i{0}; i < 5; ++i, rest /= 6)
      text += characters[static_cast<std::size_t>(rest % 6)];
    read += read_csv(text) ? 1U : 0U;
  }
  CHECK(read > 3000);
}
