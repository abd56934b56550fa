#include "core/publication/repository.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace mingshi::publication {

bool is_hall_id(std::string_view text) {
  bool const letters{std::ranges::all_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; })};
  return letters && !text.empty() && text.size() <= 64 && text.front() != '-' && text.back() != '-';
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string metadata_path(trust::Role role, std::int64_t version) {
  if (role == trust::Role::timestamp) return std::string{timestamp_path};
  return fmt::format("tuf/{}.{}.json", version, trust::name_of(role));
}

std::string part_target(std::string_view hall, Part part) {
  return fmt::format("{}/{}", hall, name_of(part));
}

std::string part_head_path(std::string_view hall, Part part, std::string_view sha256) {
  return fmt::format("t/{}/{}.{}", hall, sha256, name_of(part));
}

std::string object_path(std::string_view sha256) {
  return fmt::format("o/{}/{}", sha256.substr(0, 2), sha256);
}

}  // namespace mingshi::publication
