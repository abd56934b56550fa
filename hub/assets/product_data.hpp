#pragma once

#include "core/base/result.hpp"
#include "core/domain/calendar.hpp"
#include "core/domain/record_type.hpp"

#include <filesystem>
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
};

/// @errors not_found, io; invalid_input naming the file that is not as it should be
[[nodiscard]] Result<ProductData> read_product_data(std::filesystem::path const& assets);

}  // namespace mingshi::hub
