#include "kiosk/platform/item.hpp"

#include <algorithm>
#include <iterator>

namespace mingshi::kiosk {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::text:
      return "text";
    case Role::image:
      return "image";
    case Role::qr:
      return "qr";
    case Role::button:
      return "button";
    case Role::tile:
      return "tile";
    case Role::card:
      return "card";
    case Role::tab:
      return "tab";
    case Role::chip:
      return "chip";
    case Role::key:
      return "key";
    case Role::dock:
      return "dock";
    case Role::field:
      return "field";
    case Role::pager:
      return "pager";
  }
  return "unknown";
}

bool is_control(Role role) {
  return role != Role::text && role != Role::image && role != Role::qr;
}

std::vector<Item> items_too_small(std::vector<Item> const& items, Pixels least) {
  std::vector<Item> small;
  std::ranges::copy_if(items, std::back_inserter(small), [&](Item const& item) {
    return is_control(item.role) && item.enabled && (item.rect.w < least || item.rect.h < least);
  });
  return small;
}

}  // namespace mingshi::kiosk
