#include "core/base/assets.hpp"

#include <string>
#include <system_error>
#include <vector>

namespace mingshi {
namespace {

bool holds_assets(std::filesystem::path const& folder) {
  std::error_code ignored;
  return std::filesystem::is_directory(folder / "records", ignored);
}

}  // namespace

Result<std::filesystem::path> find_assets(std::filesystem::path const& given) {
  std::error_code error;
  auto const program{std::filesystem::read_symlink("/proc/self/exe", error)};
  return find_assets(given, error ? std::filesystem::path{} : program);
}

Result<std::filesystem::path> find_assets(std::filesystem::path const& given,
                                          std::filesystem::path const& program) {
  std::vector<std::filesystem::path> places;
  if (!given.empty()) {
    places.push_back(given);
  } else {
    if (!program.empty())
      places.push_back(program.parent_path().parent_path() / "share" / "mingshi");
#ifdef MS_SOURCE_ASSETS  // development builds only: an installed program names no folder of its
                         // builder
    places.emplace_back(MS_SOURCE_ASSETS);
#endif
  }
  std::string looked;
  for (auto const& place : places) {
    if (holds_assets(place)) return place;
    looked += (looked.empty() ? "" : ", ") + place.string();
  }
  return fail(ErrorCode::not_found, "no assets folder (one that holds records/) at " + looked);
}

}  // namespace mingshi
