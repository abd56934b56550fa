#pragma once

#include "kiosk/model/chrome_vm.hpp"
#include "kiosk/model/officer_vm.hpp"
#include "kiosk/screens/controls.hpp"

#include <initializer_list>
#include <string_view>

/// Pieces that several pages draw.
namespace mingshi::kiosk::screens {

/// Title, a short English phrase on its baseline and a line of help below.
struct PageTitle {
  std::string_view title, english{}, help{};
  TextStyle style{Face::serif_bold, 60, 75};
  bool close{false};  ///< less air above, for a page that is short of room
};
/// @returns the height used, from the top of `main`
Pixels draw_page_title(Ui& ui, Rect main, PageTitle const& title);

/// A sentence in three pieces, the middle one bold, wrapped as one text. @returns the height
struct Emphasis {
  std::string_view before, strong, after;
};
Pixels draw_emphasis(Ui& ui, Rect rect, Emphasis const& text, Pixels size, float line, Color color);
[[nodiscard]] Pixels emphasis_height(Ui& ui, Pixels width, Emphasis const& text, Pixels size,
                                     float line);

/// A text at the first of these styles at which it fits the lines allowed for it; the last style is
/// taken with … if none does.
struct FitOption {
  TextStyle style;
  int lines{1};
};
struct Fitted {
  TextStyle style;
  int lines{1};
  Pixels height{};
};
[[nodiscard]] Fitted fit_text(Ui& ui, Pixels width, std::string_view text,
                              std::initializer_list<FitOption> options);
/// Draws it centred on `rect`'s height.
void draw_fitted(Ui& ui, Rect rect, std::string_view text, Fitted const& fitted, Color color,
                 Align align = Align::left);

/// The badge of a certificate, as Ui knows it.
[[nodiscard]] Badge badge_look(BadgeVm const& vm);

/// Only a certificate that was taken away greys the portrait; an expired one keeps its colours.
[[nodiscard]] inline bool greys_photo(BadgeVm const& badge) {
  return badge.badge == domain::Badge::not_valid;
}
/// The officer's portrait, or the outline of a person.
void draw_photo(Ui& ui, Rect rect, std::string_view photo, std::string_view name, bool grey,
                Pixels radius);

/// A large calm sentence where content would be.
void draw_message(Ui& ui, Rect area, MessageVm const& message);

/// The ground of a page's card: surface, hairline and a soft shadow.
void draw_card(Ui& ui, Rect card);

/// A green or tinted disc with a white icon.
void draw_disc(Ui& ui, Point centre, Pixels radius, Color ground, Icon icon, Pixels icon_size,
               Color ink = white);

}  // namespace mingshi::kiosk::screens
