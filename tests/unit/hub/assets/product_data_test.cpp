#include "hub/assets/product_data.hpp"

#include "core/base/file.hpp"
#include "core/domain/validation.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>

using namespace mingshi;

TEST_CASE("product data: every declared type and calendar of the product is read", "[assets]") {
  auto const data{hub::read_product_data(std::filesystem::path{MS_SOURCE_DIR} / "assets")};
  REQUIRE(data);
  CHECK(data->catalogue.types().size() == 25);
  REQUIRE(data->declarations.size() == data->catalogue.types().size());
  for (std::size_t i{0}; i < data->declarations.size(); ++i)
    CHECK(data->declarations[i].find("code = \"" + data->catalogue.types()[i].code + "\"") !=
          std::string::npos);
  CHECK(data->calendar.announced(std::chrono::year{2026}));
  CHECK_FALSE(data->calendar.announced(std::chrono::year{2027}));
}

TEST_CASE(
    "product data: a statute of the product is known by its name, its state and its whole text",
    "[assets]") {
  auto const data{hub::read_product_data(std::filesystem::path{MS_SOURCE_DIR} / "assets")};
  REQUIRE(data);
  CHECK(data->statutes.size() == 8);
  auto const* const field{data->catalogue.find("legal_basis")->field("full_text")};
  auto const file{read_file(
      std::filesystem::path{MS_SOURCE_DIR} / "assets/data/laws/劳动保障监察条例(2004-11-01).txt",
      1 << 20)};
  REQUIRE(file);
  auto const text{domain::parse_value(*field, *file)};
  REQUIRE(text);
  domain::Record const real{
      .type = "legal_basis",
      .fields = {{"name", "劳动保障监察条例"}, {"state", "现行有效"}, {"full_text", *text}}};
  CHECK(hub::is_statute(*data, real));
  auto changed{real};
  std::get<std::string>(changed.fields.at("full_text")) += "。";
  CHECK_FALSE(hub::is_statute(*data, changed));
  auto renamed{real};
  renamed.fields.at("name") = "某某条例";
  CHECK_FALSE(hub::is_statute(*data, renamed));
  auto repealed{real};
  repealed.fields.at("state") = "已废止";
  CHECK_FALSE(hub::is_statute(*data, repealed));
  auto other{real};
  other.type = "notice";
  CHECK_FALSE(hub::is_statute(*data, other));
}

TEST_CASE("product data: a folder without declarations is named", "[assets]") {
  auto const data{hub::read_product_data("/nonexistent/assets")};
  REQUIRE_FALSE(data);
  CHECK(data.error().code() == ErrorCode::not_found);
  CHECK(data.error().detail().find("/nonexistent/assets") != std::string::npos);
}
