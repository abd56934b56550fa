#include "kiosk/platform/icon.hpp"

#include <algorithm>
#include <array>

namespace mingshi::kiosk {
namespace {

constexpr std::array icon_names{
    std::string_view{"arrow"},   std::string_view{"back"},     std::string_view{"bad"},
    std::string_view{"badge"},   std::string_view{"bell"},     std::string_view{"bksp"},
    std::string_view{"bldg"},    std::string_view{"cal"},      std::string_view{"cam"},
    std::string_view{"chart"},   std::string_view{"chat"},     std::string_view{"check"},
    std::string_view{"clock"},   std::string_view{"contrast"}, std::string_view{"decision"},
    std::string_view{"doc"},     std::string_view{"down"},     std::string_view{"drag"},
    std::string_view{"edit"},    std::string_view{"exit"},     std::string_view{"eye"},
    std::string_view{"filter"},  std::string_view{"flow"},     std::string_view{"globe"},
    std::string_view{"guide"},   std::string_view{"home"},     std::string_view{"info"},
    std::string_view{"keyb"},    std::string_view{"kiosk"},    std::string_view{"left"},
    std::string_view{"list"},    std::string_view{"lock"},     std::string_view{"low"},
    std::string_view{"mail"},    std::string_view{"mega"},     std::string_view{"mic"},
    std::string_view{"minus"},   std::string_view{"monitor"},  std::string_view{"more"},
    std::string_view{"offline"}, std::string_view{"ok"},       std::string_view{"pad"},
    std::string_view{"pause"},   std::string_view{"pen"},      std::string_view{"phone"},
    std::string_view{"pin"},     std::string_view{"play"},     std::string_view{"plus"},
    std::string_view{"power"},   std::string_view{"qr"},       std::string_view{"right"},
    std::string_view{"scale"},   std::string_view{"search"},   std::string_view{"shield"},
    std::string_view{"star"},    std::string_view{"sun"},      std::string_view{"sync"},
    std::string_view{"text"},    std::string_view{"touch"},    std::string_view{"trash"},
    std::string_view{"undo"},    std::string_view{"up"},       std::string_view{"upload"},
    std::string_view{"user"},    std::string_view{"users"},    std::string_view{"vol"},
    std::string_view{"wallet"},  std::string_view{"warn"},     std::string_view{"wrench"},
    std::string_view{"x"},
};

}  // namespace

std::string_view name_of(Icon icon) {
  return icon_names[static_cast<std::size_t>(icon)];
}

std::optional<Icon> icon_named(std::string_view name) {
  auto const* const found{std::ranges::find(icon_names, name)};
  if (found == icon_names.end()) return std::nullopt;
  return static_cast<Icon>(found - icon_names.begin());
}

}  // namespace mingshi::kiosk
