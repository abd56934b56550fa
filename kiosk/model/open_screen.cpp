#include "kiosk/model/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace mingshi::kiosk {
namespace {

using Arguments = std::map<std::string, std::string, std::less<>>;

constexpr std::array<std::string_view, 14> names{
    "attract",  "home",       "search-pinyin", "search-number", "results",
    "officer",  "procedures", "procedure",     "inspections",   "decisions",
    "decision", "types",      "list",          "detail"};
/// How long nobody touched the screen in the picture of the idle warning: 18 s are left.
constexpr std::chrono::seconds idle_in_picture{72};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// %XX made bytes again; a % that begins none stands for itself.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i{0}; i < text.size(); ++i) {
    int const high{text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1};
    int const low{high >= 0 ? hex_digit(text[i + 2]) : -1};
    if (low >= 0) {
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

Arguments arguments_of(std::string_view query) {
  Arguments out;
  while (!query.empty()) {
    auto const end{std::min(query.find('&'), query.size())};
    auto const pair{query.substr(0, end)};
    auto const equals{std::min(pair.find('='), pair.size())};
    out[std::string{pair.substr(0, equals)}] =
        equals < pair.size() ? unescaped(pair.substr(equals + 1)) : std::string{};
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return out;
}

/// Takes arguments out one by one; what is left at the end nobody asked for.
class Taker {
 public:
  explicit Taker(Arguments arguments) : arguments_{std::move(arguments)} {}
  std::string take(std::string_view name) {
    auto const found{arguments_.find(name)};
    if (found == arguments_.end()) return {};
    auto value{std::move(found->second)};
    arguments_.erase(found);
    return value;
  }
  std::size_t take_number(std::string_view name) {
    std::size_t value{0};
    for (char const c : take(name))
      if (c >= '0' && c <= '9' && value < 10'000)
        value = value * 10 + static_cast<std::size_t>(c - '0');
    return value;
  }
  /// 0-based, from the 1-based `page` people write.
  std::size_t take_turn() {
    auto const page{take_number("page")};
    return page == 0 ? 0 : page - 1;
  }
  [[nodiscard]] Arguments const& left() const { return arguments_; }

 private:
  Arguments arguments_;
};

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

std::string with_type(std::string id, std::string_view type) {
  return id.empty() || id.find('/') != std::string::npos ? id : fmt::format("{}/{}", type, id);
}

std::string officer_id(Taker& arguments) {
  auto const number{arguments.take("no")};
  return with_type(number.empty() ? arguments.take("id") : number, "officer");
}

std::optional<std::string> given(std::string text) {
  return text.empty() ? std::nullopt : std::optional{std::move(text)};
}

std::vector<Page> pages_of(std::string_view name, Taker& a) {
  std::vector<Page> stack{page::Home{}};
  if (name == "attract") return {};
  if (name == "search-pinyin")
    stack.emplace_back(page::Search{SearchTab::pinyin, upper(a.take("letters")), {}});
  if (name == "search-number")
    stack.emplace_back(page::Search{SearchTab::number, {}, a.take("digits")});
  if (name == "results")
    stack.emplace_back(page::Results{a.take("q"), page::Group::all, a.take_turn()});
  if (name == "officer") stack.emplace_back(page::Officer{officer_id(a)});
  if (name == "procedures" || name == "procedure") {
    page::Procedure page{.id = with_type(a.take("id"), "procedure"), .step = {}, .turn = 0};
    if (auto const step{a.take_number("step")}; step > 0) page.step = step - 1;
    stack.emplace_back(std::move(page));
  }
  if (name == "inspections")
    stack.emplace_back(page::Inspections{page::ItemClass::all, a.take_turn(), {}});
  if (name == "decisions")
    stack.emplace_back(page::Decisions{.open = {},
                                       .year = given(a.take("year")),
                                       .kind = given(a.take("kind")),
                                       .violation = given(a.take("violation")),
                                       .turn = a.take_turn()});
  if (name == "decision") stack.emplace_back(page::Decision{with_type(a.take("id"), "penalty")});
  if (name == "types") stack.emplace_back(page::Types{a.take_turn()});
  if (name == "list") stack.emplace_back(page::List{a.take("type"), a.take_turn()});
  if (name == "detail") stack.emplace_back(page::Detail{a.take("id"), a.take_turn()});
  return stack;
}

}  // namespace

std::string screen_names() {
  std::string all;
  for (auto const name : names) all += fmt::format("{} ", name);
  return all + "idle";
}

Result<OpenedScreen> open_screen(std::string_view spec) {
  auto const mark{std::min(spec.find('?'), spec.size())};
  auto const name{spec.substr(0, mark)};
  bool const idle{name == "idle"};
  if (!idle && std::ranges::find(names, name) == names.end())
    return fail(ErrorCode::not_found,
                fmt::format("no screen \"{}\"; there are: {}", name, screen_names()));
  Taker arguments{arguments_of(mark < spec.size() ? spec.substr(mark + 1) : std::string_view{})};
  OpenedScreen opened;
  if (auto const as_of{arguments.take("as_of")}; !as_of.empty())
    opened.as_of = MS_TRY(parse_instant(as_of));
  if (idle) opened.since_touch = idle_in_picture;
  opened.stack = pages_of(idle ? "officer" : name, arguments);
  if (!arguments.left().empty())
    return fail(ErrorCode::invalid_input, fmt::format("screen \"{}\" takes no argument \"{}\"",
                                                      name, arguments.left().begin()->first));
  return opened;
}

}  // namespace mingshi::kiosk
