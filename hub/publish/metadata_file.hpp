#pragma once

#include "core/base/result.hpp"
#include "core/publication/repository.hpp"
#include "core/trust/metadata.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

/// The metadata files of DIR/repo, as the hub that wrote them reads them again.
namespace mingshi::hub {

/// "tuf/7.mingchuan.records.json"
[[nodiscard]] std::string role_path(std::string_view role, std::int64_t version);
/// "mingchuan.records.json": how a snapshot names it.
[[nodiscard]] std::string role_file(std::string_view role);

/// A repository that this hub signed itself and cannot read any more is damaged, not malformed.
[[nodiscard]] Error as_damage(Error error);

template <typename T>
[[nodiscard]] Result<T> sound(Result<T> result) {
  if (!result) return std::unexpected{as_damage(result.error())};
  return result;
}

/// @param version 0 for the timestamp
[[nodiscard]] Result<std::string> read_role(std::filesystem::path const& repository,
                                            trust::Role role, std::int64_t version);
[[nodiscard]] Result<std::string> read_role(std::filesystem::path const& repository,
                                            std::string_view role, std::int64_t version);

}  // namespace mingshi::hub
