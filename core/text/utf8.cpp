#include "core/text/utf8.hpp"

#include "core/text/decode.hpp"

namespace mingshi::text {
namespace {

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

/// Bytes that a lead byte announces; 0 when it can lead nothing.
std::size_t announced(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC0) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  if (lead < 0xF8) return 4;
  return 0;
}

bool fits(char32_t c, std::size_t size) {
  constexpr char32_t least[]{0, 0, 0x80, 0x800, 0x10000};
  return c >= least[size] && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
}

}  // namespace

Utf8Step utf8_step(std::string_view bytes, std::size_t at) {
  auto const lead{byte_at(bytes, at)};
  auto const size{announced(lead)};
  if (size == 1) return {.code_point = lead, .size = 1, .good = true};
  if (size == 0) return {.code_point = 0, .size = 1, .good = false};
  char32_t c{lead & (0x7FU >> size)};
  for (std::size_t i{1}; i < size; ++i) {
    if (at + i >= bytes.size() || (byte_at(bytes, at + i) & 0xC0U) != 0x80U)
      return {.code_point = 0, .size = i, .good = false};
    c = (c << 6U) | (byte_at(bytes, at + i) & 0x3FU);
  }
  return {.code_point = c, .size = size, .good = fits(c, size)};
}

std::u32string code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t at{0}; at < utf8.size();) {
    auto const step{utf8_step(utf8, at)};
    out.push_back(step.good ? step.code_point : U'\uFFFD');
    at += step.size;
  }
  return out;
}

void append_utf8(std::string& out, char32_t code_point) {
  auto const c{!fits(code_point, 1) ? U'\uFFFD' : code_point};
  auto const put{[&out](char32_t byte) { out.push_back(static_cast<char>(byte)); }};
  auto const tail{[&](unsigned shift) { put(0x80U | ((c >> shift) & 0x3FU)); }};
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6U));
    tail(0);
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    tail(6);
    tail(0);
  } else {
    put(0xF0U | (c >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::string to_utf8(std::u32string_view code_points) {
  std::string out;
  out.reserve(code_points.size() * 3);
  for (char32_t const c : code_points) append_utf8(out, c);
  return out;
}

std::size_t length(std::string_view utf8) {
  std::size_t n{0};
  for (char const c : utf8)
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++n;
  return n;
}

bool valid_utf8(std::string_view bytes) {
  for (std::size_t at{0}; at < bytes.size();) {
    auto const step{utf8_step(bytes, at)};
    if (!step.good) return false;
    at += step.size;
  }
  return true;
}

}  // namespace mingshi::text
