#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace mingshi::domain {

/// What to do with one item of personal data.
enum class MaskAction : std::uint8_t {
  show,
  surname_only,  ///< 张某, whatever the length of the name
  hide,          ///< the field is absent from the projection
  refuse         ///< the record is not published
};

/// Masking item → action. Chosen per deployment; the default is the table in
/// docs/formats/projection.md.
/// @source 个人信息保护法 28, 47; 政府信息公开条例 15
struct MaskingPolicy {
  std::map<std::string, MaskAction, std::less<>> actions;
  /// An item the table does not name is hidden.
  [[nodiscard]] MaskAction action(std::string_view item) const;
};
/// minor → refuse; natural_party_name → surname_only; every other item → hide.
[[nodiscard]] MaskingPolicy default_masking_policy();
/// Is it an item that a declaration may name in `mask`?
[[nodiscard]] bool is_masking_item(std::string_view item);

/// 张某 for 张小明, 欧阳某 for 欧阳锋, 买某 for 买买提·艾力. @pre not empty
[[nodiscard]] std::string surname_only(std::string_view name);

}  // namespace mingshi::domain
