#include "hub/assets/product_data.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/validation.hpp"

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
  for (auto const& file : files) {
    auto text{MS_TRY(read_file(file, longest_file))};
    out.push_back({.name = file.filename().string(), .text = std::move(text)});
  }
  return out;
}

/// The text of a text-like field; none when the record has none.
std::string const* text_in(domain::Record const& record, std::string_view field) {
  auto const found{record.fields.find(field)};
  return found == record.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
}

/// The statutes of data/laws/: the first line of each is its name.
/// @errors invalid_input a text that a record could not hold
Result<std::map<std::string, std::string, std::less<>>> read_statutes(
    fs::path const& folder, domain::Catalogue const& types) {
  std::map<std::string, std::string, std::less<>> statutes;
  auto const* const type{types.find("legal_basis")};
  auto const* const field{type == nullptr ? nullptr : type->field("full_text")};
  if (field == nullptr) return statutes;
  for (auto const& file : MS_TRY(read_folder(folder, ".txt"))) {
    auto const value{domain::parse_value(*field, file.text)};
    if (!value) return fail(ErrorCode::invalid_input, file.name + ": " + value.error().text);
    auto const& text{std::get<std::string>(*value)};
    statutes.emplace(text.substr(0, text.find('\n')), crypto::sha256(text));
  }
  return statutes;
}

}  // namespace

bool is_statute(ProductData const& product, domain::Record const& record) {
  if (record.type != "legal_basis") return false;
  auto const* const name{text_in(record, "name")};
  auto const* const state{text_in(record, "state")};
  auto const* const text{text_in(record, "full_text")};
  if (name == nullptr || state == nullptr || text == nullptr || *state != "现行有效") return false;
  auto const known{product.statutes.find(*name)};
  return known != product.statutes.end() && known->second == crypto::sha256(*text);
}

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
  data.statutes = MS_TRY(read_statutes(assets / "data" / "laws", data.catalogue));
  return data;
}

}  // namespace mingshi::hub
