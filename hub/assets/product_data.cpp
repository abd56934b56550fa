#include "hub/assets/product_data.hpp"

#include "core/base/file.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_file{std::size_t{1} << 20};

struct NamedText {
  std::string name;
  std::string text;
};

/// The files of a folder with that extension, by name.
Result<std::vector<NamedText>> read_folder(fs::path const& folder, std::string_view extension) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator it{folder, error}, end; !error && it != end; it.increment(error))
    if (it->path().extension() == extension) files.push_back(it->path());
  if (error)
    return fail(ErrorCode::not_found, "reading " + folder.string() + ": " + error.message(),
                error.value());
  std::ranges::sort(files);
  std::vector<NamedText> out;
  for (auto const& file : files)
    out.push_back(
        {.name = file.filename().string(), .text = MS_TRY(read_file(file, longest_file))});
  return out;
}

}  // namespace

Result<ProductData> read_product_data(fs::path const& assets) {
  ProductData data;
  std::vector<std::pair<domain::RecordType, std::string>> types;
  for (auto& [name, text] : MS_TRY(read_folder(assets / "records", ".toml"))) {
    auto type{domain::parse_record_type(text)};
    if (!type) return std::unexpected{std::move(type).error().while_doing(name)};
    types.emplace_back(*std::move(type), std::move(text));
  }
  std::ranges::stable_sort(types, {}, [](auto const& type) { return type.first.position; });
  std::vector<domain::RecordType> catalogue;
  for (auto& [type, text] : types) {
    catalogue.push_back(std::move(type));
    data.declarations.push_back(std::move(text));
  }
  data.catalogue = MS_TRY(domain::Catalogue::of(std::move(catalogue)));

  std::vector<std::string_view> years;
  for (auto& year : MS_TRY(read_folder(assets / "data" / "calendar", ".json")))
    data.calendar_years.push_back(std::move(year.text));
  for (auto const& year : data.calendar_years) years.push_back(year);
  data.calendar = MS_TRY(domain::Calendar::parse(years));
  return data;
}

}  // namespace mingshi::hub
