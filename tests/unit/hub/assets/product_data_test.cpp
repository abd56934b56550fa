#include "hub/assets/product_data.hpp"

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

TEST_CASE("product data: a folder without declarations is named", "[assets]") {
  auto const data{hub::read_product_data("/nonexistent/assets")};
  REQUIRE_FALSE(data);
  CHECK(data.error().code() == ErrorCode::not_found);
  CHECK(data.error().detail().find("/nonexistent/assets") != std::string::npos);
}
