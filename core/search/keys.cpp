#include "core/search/forms.hpp"
#include "core/search/index.hpp"
#include "core/text/decode.hpp"
#include "core/text/normalise.hpp"
#include "core/text/pinyin.hpp"

namespace mingshi::search {
namespace {

/// Titles have brackets and punctuation that no one types as pinyin. Letters, digits and everything
/// beyond punctuation stay.
std::string spoken(std::string_view name) {
  constexpr std::u32string_view silent{
      U"《》〈〉（）()〔〕【】[]「」『』“”‘’\"'，。、；：！？,.;:!?·…—-–~～/／ "};
  std::u32string out;
  for (char32_t const given : text::code_points(name)) {
    auto const c{text::half_width(given)};
    if (silent.find(c) == std::u32string_view::npos && !text::is_blank(c)) out.push_back(c);
  }
  return text::to_utf8(out);
}

}  // namespace

Keys make_keys(text::Pinyin const& pinyin, std::string record_id, std::string type,
               std::string_view name, std::string_view number) {
  bool const person{type == "officer" || type == "certificate"};
  Keys keys{.record_id = std::move(record_id),
            .type = std::move(type),
            .name = text::normalise_name(name),
            .pinyin = {},
            .number = number_form(number)};
  auto const read{spoken(keys.name)};
  if (read.empty()) return keys;
  for (auto const& reading :
       pinyin.readings(read, person ? text::Naming::person : text::Naming::title)) {
    auto& joined{keys.pinyin.emplace_back()};
    for (auto const& syllable : reading.syllables)
      joined.append(joined.empty() ? "" : "'").append(syllable);
  }
  return keys;
}

}  // namespace mingshi::search
