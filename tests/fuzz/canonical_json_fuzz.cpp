/// The strict reader and the canonical writer: what is read has one text, and that text reads as
/// the same value.

#include "core/json/json.hpp"
#include "tests/fuzz/claim.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace json = mingshi::json;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's signature
  std::string_view const bytes{reinterpret_cast<char const*>(data), size};
  auto const value = json::parse_strict(bytes);
  if (!value) {
    MS_CLAIM(!value.error().detail().empty());
    MS_CLAIM(value.error().detail().size() < 200);
    return 0;
  }
  auto const text{json::canonical(*value)};
  auto const again = json::parse_strict(text);
  MS_CLAIM(again);
  MS_CLAIM(*again == *value);
  MS_CLAIM(json::canonical(*again) == text);
  auto const olpc{json::canonical_olpc(*value)};
  // The same bytes but for control characters, which canonical() escapes.
  MS_CLAIM(olpc.size() <= text.size());
  MS_CLAIM((olpc == text) == (olpc.size() == text.size()));
  return 0;
}
