#include "kiosk/platform/input.hpp"

#include <sstream>
#include <string>

namespace mingshi::kiosk {
namespace {

std::optional<PointerEvent::Kind> kind_named(std::string_view name) {
  if (name == "down") return PointerEvent::Kind::down;
  if (name == "move") return PointerEvent::Kind::move;
  if (name == "up") return PointerEvent::Kind::up;
  return std::nullopt;
}

}  // namespace

std::optional<PointerEvent> FirstFinger::pass(Contact const& contact, Size panel,
                                              Rotation rotation) {
  bool const down{contact.kind == PointerEvent::Kind::down};
  if (down ? active_.has_value() : active_ != contact.finger) return std::nullopt;
  if (down) active_ = contact.finger;
  if (contact.kind == PointerEvent::Kind::up) active_.reset();
  return PointerEvent{contact.kind, from_panel(contact.at, panel, rotation)};
}

Result<std::vector<ScriptedTouch>> parse_touch_script(std::string_view text) {
  std::vector<ScriptedTouch> script;
  std::istringstream lines{std::string{text}};
  std::string line;
  for (int number{1}; std::getline(lines, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words{line};
    std::int64_t at{-1};
    float x{};
    float y{};
    std::string name;
    std::string more;
    words >> at >> x >> y >> name;
    auto const kind{kind_named(name)};
    bool const in_order{script.empty() || Millis{at} >= script.back().at};
    if (!words || at < 0 || !kind || !in_order || words >> more) {
      return fail(ErrorCode::invalid_input,
                  "touch script line " + std::to_string(number) +
                      ": expected `ms x y down|up|move` with times that do not go back");
    }
    script.push_back({Millis{at}, {.finger = 1, .kind = *kind, .at = {x, y}}});
  }
  return script;
}

}  // namespace mingshi::kiosk
