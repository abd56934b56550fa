#pragma once

#include <optional>
#include <string_view>

namespace mingshi::kiosk {

/// The line icons of assets/icons; an enumerator is its file's name. On the touch terminal each has
/// a word beside it.
enum class Icon {
  arrow,
  back,
  bad,
  badge,
  bell,
  bksp,
  bldg,
  cal,
  cam,
  chart,
  chat,
  check,
  clock,
  contrast,
  decision,
  doc,
  down,
  drag,
  edit,
  exit,
  eye,
  filter,
  flow,
  globe,
  guide,
  home,
  info,
  keyb,
  kiosk,
  left,
  list,
  lock,
  low,
  mail,
  mega,
  mic,
  minus,
  monitor,
  more,
  offline,
  ok,
  pad,
  pause,
  pen,
  phone,
  pin,
  play,
  plus,
  power,
  qr,
  right,
  scale,
  search,
  shield,
  star,
  sun,
  sync,
  text,
  touch,
  trash,
  undo,
  up,
  upload,
  user,
  users,
  vol,
  wallet,
  warn,
  wrench,
  x
};

/// "search" for Icon::search.
[[nodiscard]] std::string_view name_of(Icon icon);
/// The icon a record declaration names.
[[nodiscard]] std::optional<Icon> icon_named(std::string_view name);

}  // namespace mingshi::kiosk
