#include "hub/http/raw_head.hpp"

namespace mingshi::hub::http {
namespace {

bool control(char c) {
  auto const byte{static_cast<unsigned char>(c)};
  return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

bool has_control(std::string_view line) {
  for (char const c : line)
    if (control(c)) return true;
  return false;
}

/// A header line begins with a name that ends at its colon.
bool sound_field(std::string_view line) {
  auto const colon{line.find(':')};
  if (colon == std::string_view::npos || colon == 0) return false;
  return line.substr(0, colon).find_first_of(" \t") == std::string_view::npos;
}

}  // namespace

HeadScan scan_head(std::string_view bytes, std::size_t limit) {
  constexpr HeadScan malformed{HeadState::malformed, 0};
  std::size_t begin{0};
  for (;;) {
    auto const end{bytes.find('\n', begin)};
    auto const rest{bytes.substr(begin, end == std::string_view::npos ? end : end - begin)};
    if (end == std::string_view::npos) {
      // A carriage return may still be waiting for its line feed, and nothing else.
      auto const open{rest.ends_with('\r') ? rest.substr(0, rest.size() - 1) : rest};
      if (has_control(open)) return malformed;
      return bytes.size() >= limit ? HeadScan{HeadState::too_long, 0} : HeadScan{};
    }
    if (end >= limit) return {HeadState::too_long, 0};
    if (!rest.ends_with('\r')) return malformed;
    auto const line{rest.substr(0, rest.size() - 1)};
    if (has_control(line)) return malformed;
    if (line.empty() && begin == 0) return malformed;
    if (line.empty()) return {HeadState::complete, end + 1};
    if (begin > 0 && !sound_field(line)) return malformed;
    begin = end + 1;
  }
}

}  // namespace mingshi::hub::http
