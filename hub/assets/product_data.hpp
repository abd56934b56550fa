#pragma once

#include "core/base/result.hpp"
#include "core/domain/calendar.hpp"
#include "core/domain/record.hpp"
#include "core/domain/record_type.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace mingshi::hub {

/// The product's own data that the hub works with, from an assets folder (see find_assets): read
/// once at the start of a program and passed down.
struct ProductData {
  std::vector<std::string>
      declarations;  ///< TOML of each type in records/, as a generation carries them, by position
  domain::Catalogue catalogue;              ///< the same, read
  std::vector<std::string> calendar_years;  ///< JSON of each year in data/calendar/, oldest first
  domain::Calendar calendar;                ///< the same, read
  /// Statutes that come with the product, from data/laws/: name → SHA-256 of the text as a record
  /// holds it.
  std::map<std::string, std::string, std::less<>> statutes;
};

/// Is the record one of the product's own statutes, text and all? Then it is real, whatever else is
/// a sample.
[[nodiscard]] bool is_statute(ProductData const& product, domain::Record const& record);

/// @errors not_found, io; invalid_input naming the file that is not as it should be
[[nodiscard]] Result<ProductData> read_product_data(std::filesystem::path const& assets);

}  // namespace mingshi::hub
