#include "kiosk/screens/search_keys.hpp"

#include "kiosk/screens/parts.hpp"
#include "kiosk/screens/type.hpp"

#include <array>
#include <string_view>

namespace mingshi::kiosk::screens {
namespace {

constexpr Pixels key_gap{10};
constexpr Pixels erase_width{200};
constexpr Pixels second_row_inset{50};

void draw_letter_row(Controls& controls, Rect row, std::string_view letters, SearchVm const& vm) {
  int const count{static_cast<int>(letters.size())};
  for (int i{0}; i < count; ++i) {
    char const letter{letters[static_cast<std::size_t>(i)]};
    controls.key(row.column(i, count, key_gap),
                 vm.letters.at(static_cast<std::size_t>(letter - 'A')), {},
                 touch::TypeLetter{letter});
  }
}

void draw_certificate_sketch(Ui& ui, Rect rect, std::string_view number) {
  Palette const& colors{ui.palette()};
  FixedColors const& fixed{ui.theme().fixed};
  ui.box(rect, {.fill = fixed.cert_head, .line = fixed.hill_1, .line_width = 2, .radius = 16});
  ui.art("officer", {rect.x + 22, rect.y + 20, 96, 124});
  Pixels y{rect.y + 24};
  for (Pixels const width : {96.F, 150.F, 130.F}) {
    ui.fill({rect.x + 136, y, width, 14}, fixed.hill_1, 7);
    y += 30;
  }
  Rect const frame{rect.x + 14, rect.bottom() - 12 - 48, rect.w - 28, 48};
  ui.box(frame, {.fill = white, .line = colors.seal, .line_width = 4, .radius = 10});
  ui.text(frame, number, bold(28, 1), colors.text, Align::centre, Vertical::centre);
}

}  // namespace

void draw_letter_keys(Controls& controls, Rect keys, SearchVm const& vm, Pixels row_gap) {
  Pixels const height{(keys.h - 2 * row_gap) / 3};
  draw_letter_row(controls, keys.take_top(height, row_gap), "QWERTYUIOP", vm);
  draw_letter_row(controls, keys.take_top(height, row_gap).inset(second_row_inset, 0), "ASDFGHJKL",
                  vm);
  Rect last{keys.take_top(height)};
  controls.key(last.take_right(erase_width, key_gap), vm.erase,
               {.icon = Icon::bksp, .action = true, .word = false}, touch::EraseOne{});
  draw_letter_row(controls, last, "ZXCVBNM", vm);
}

void draw_digit_keys(Controls& controls, Rect keys, SearchVm const& vm) {
  constexpr Pixels row_gap{20}, column_gap{24};
  Pixels const height{(keys.h - 3 * row_gap) / 4};
  auto const digit{[&](Rect rect, int value) {
    controls.key(rect, vm.digits.at(static_cast<std::size_t>(value)),
                 {.text_size = 72, .radius = 24}, touch::TypeDigit{static_cast<char>('0' + value)});
  }};
  for (int row{0}; row < 3; ++row) {
    Rect const line{keys.take_top(height, row_gap)};
    for (int column{0}; column < 3; ++column)
      digit(line.column(column, 3, column_gap), 1 + 3 * row + column);
  }
  Rect const line{keys.take_top(height)};
  KeyStyle const action{.text_size = 38, .radius = 24, .action = true};
  KeyStyle again{action}, erase{action};
  again.icon = Icon::x;
  again.icon_size = 48;
  erase.icon = Icon::bksp;
  controls.key(line.column(0, 3, column_gap), vm.clear, again, touch::ClearQuery{});
  digit(line.column(1, 3, column_gap), 0);
  controls.key(line.column(2, 3, column_gap), vm.erase, erase, touch::EraseOne{});
}

void draw_sample_card(Ui& ui, Rect card, SearchVm const& vm) {
  Palette const& colors{ui.palette()};
  draw_card(ui, card);
  Rect const sketch{card.x + 34, card.y + 30, 330, card.h - 60};
  draw_certificate_sketch(ui, sketch, vm.card_number);
  Pixels const left{sketch.right() + 36};
  Pixels const width{card.right() - 34 - left};
  TextStyle const first{bold(36, 1.4F)}, other{sans(30)};
  Pixels height{0};
  for (std::size_t i{0}; i < vm.card_help.size(); ++i)
    height += ui.paragraph_height(width, vm.card_help[i], i == 0 ? first : other);
  Pixels y{card.centre().y - height / 2};
  for (std::size_t i{0}; i < vm.card_help.size(); ++i)
    y += ui.paragraph({left, y, width, card.bottom() - y}, vm.card_help[i], i == 0 ? first : other,
                      i == 0 ? colors.text : colors.text_2);
}

}  // namespace mingshi::kiosk::screens
