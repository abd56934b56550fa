#include "core/text/decode.hpp"

#include "core/text/gbk_private_use.hpp"
#include "core/text/utf8.hpp"

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace mingshi::text {
namespace {

constexpr std::string_view utf8_mark{"\xEF\xBB\xBF"};
constexpr std::string_view utf16le_mark{"\xFF\xFE"};
constexpr std::string_view utf16be_mark{"\xFE\xFF"};
constexpr std::size_t damaged_utf8_after{8};  ///< whole non-ASCII characters

unsigned byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (char const c : bytes)
    out += fmt::format("{}{:02X}", out.empty() ? "" : " ", static_cast<unsigned char>(c));
  return out;
}

std::unexpected<DecodeError> fault(Encoding tried, std::string_view bytes, std::size_t offset,
                                   std::size_t size) {
  return std::unexpected{
      DecodeError{.tried = tried, .offset = offset, .bytes_hex = hex(bytes.substr(offset, size))}};
}

using Text = std::expected<std::string, DecodeError>;

Text from_utf8(std::string_view bytes, std::size_t start) {
  for (std::size_t at{start}; at < bytes.size();) {
    auto const step{utf8_step(bytes, at)};
    if (!step.good) return fault(Encoding::utf8, bytes, at, step.size);
    at += step.size;
  }
  return std::string{bytes.substr(start)};
}

Text from_utf16(std::string_view bytes, std::size_t start, Encoding encoding) {
  bool const little{encoding == Encoding::utf16le};
  auto const unit{[&](std::size_t at) -> char32_t {
    auto const a{byte_at(bytes, at)};
    auto const b{byte_at(bytes, at + 1)};
    return little ? (b << 8U) | a : (a << 8U) | b;
  }};
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t at{start}; at < bytes.size(); at += 2) {
    if (at + 1 == bytes.size()) return fault(encoding, bytes, at, 1);
    auto const first{unit(at)};
    if (first < 0xD800 || first > 0xDFFF) {
      append_utf8(out, first);
      continue;
    }
    bool const paired{first < 0xDC00 && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 &&
                      unit(at + 2) <= 0xDFFF};
    if (!paired) return fault(encoding, bytes, at, 2);
    append_utf8(out, 0x10000 + ((first - 0xD800) << 10U) + (unit(at + 2) - 0xDC00));
    at += 2;
  }
  return out;
}

struct GbStep {
  std::size_t size{0};
  bool good{false};
};

bool within(unsigned byte, unsigned first, unsigned last) {
  return byte >= first && byte <= last;
}

/// The structure of one GB18030 character: 1, 2 or 4 bytes. Four-byte codes outside Unicode are
/// faults.
GbStep gb18030_step(std::string_view bytes, std::size_t at) {
  auto const left{bytes.size() - at};
  auto const b1{byte_at(bytes, at)};
  if (b1 < 0x80) return {.size = 1, .good = true};
  if (!within(b1, 0x81, 0xFE) || left < 2) return {.size = 1, .good = false};
  auto const b2{byte_at(bytes, at + 1)};
  if (within(b2, 0x40, 0x7E) || within(b2, 0x80, 0xFE)) return {.size = 2, .good = true};
  if (!within(b2, 0x30, 0x39)) return {.size = 1, .good = false};
  if (left < 4 || !within(byte_at(bytes, at + 2), 0x81, 0xFE) ||
      !within(byte_at(bytes, at + 3), 0x30, 0x39))
    return {.size = left < 4 ? left : 2, .good = false};
  auto const b3{byte_at(bytes, at + 2)};
  auto const b4{byte_at(bytes, at + 3)};
  auto const linear{(((b1 - 0x81) * 10 + (b2 - 0x30)) * 126 + (b3 - 0x81)) * 10 + (b4 - 0x30)};
  bool const basic{linear <= 39419};  // 84 31 A4 39: U+FFFF
  bool const beyond{linear >= 189000 && linear < 189000 + 0x100000};
  return {.size = 4, .good = basic || beyond};
}

using Converter = std::unique_ptr<UConverter, decltype([](UConverter* c) { ucnv_close(c); })>;

Text from_gb18030(std::string_view bytes) {
  for (std::size_t at{0}; at < bytes.size();) {
    auto const step{gb18030_step(bytes, at)};
    if (!step.good) return fault(Encoding::gb18030, bytes, at, step.size);
    at += step.size;
  }
  UErrorCode status{U_ZERO_ERROR};
  Converter const converter{ucnv_open("gb18030", &status)};
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  if (U_FAILURE(status)) return fault(Encoding::gb18030, bytes, 0, 0);
  char const* source{bytes.data()};
  char const* const end{source + bytes.size()};
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  while (source < end) {
    char const* const begin{source};
    auto const c{static_cast<char32_t>(ucnv_getNextUChar(converter.get(), &source, end, &status))};
    if (U_FAILURE(status))
      return fault(Encoding::gb18030, bytes, static_cast<std::size_t>(begin - bytes.data()),
                   static_cast<std::size_t>(source - begin));
    append_utf8(out, gb18030_2022(c));
  }
  return out;
}

std::size_t non_ascii_before(std::string_view bytes, std::size_t end) {
  return length(bytes.substr(0, end)) -
         static_cast<std::size_t>(std::count_if(bytes.begin(),
                                                bytes.begin() + static_cast<std::ptrdiff_t>(end),
                                                [](unsigned char c) { return c < 0x80; }));
}

}  // namespace

std::string_view name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf16le:
      return "UTF-16LE";
    case Encoding::utf16be:
      return "UTF-16BE";
    case Encoding::gb18030:
      return "GB18030";
  }
  return "?";
}

std::expected<std::string, DecodeError> decode_as(std::string_view bytes, Encoding encoding) {
  auto const after{
      [&](std::string_view mark) { return bytes.starts_with(mark) ? mark.size() : 0; }};
  switch (encoding) {
    case Encoding::utf8:
      return from_utf8(bytes, after(utf8_mark));
    case Encoding::utf16le:
      return from_utf16(bytes, after(utf16le_mark), encoding);
    case Encoding::utf16be:
      return from_utf16(bytes, after(utf16be_mark), encoding);
    case Encoding::gb18030:
      break;
  }
  return from_gb18030(bytes);
}

std::expected<Decoded, DecodeError> decode(std::string_view bytes) {
  auto const as{[&](Encoding encoding) -> std::expected<Decoded, DecodeError> {
    auto text{decode_as(bytes, encoding)};
    if (!text) return std::unexpected{std::move(text).error()};
    return Decoded{.utf8 = *std::move(text), .encoding = encoding};
  }};
  if (bytes.starts_with(utf8_mark)) return as(Encoding::utf8);
  if (bytes.starts_with(utf16le_mark)) return as(Encoding::utf16le);
  if (bytes.starts_with(utf16be_mark)) return as(Encoding::utf16be);
  auto utf8{as(Encoding::utf8)};
  if (utf8 || non_ascii_before(bytes, utf8.error().offset) >= damaged_utf8_after) return utf8;
  auto gb18030{as(Encoding::gb18030)};
  if (gb18030 || gb18030.error().offset >= utf8.error().offset) return gb18030;
  return utf8;
}

}  // namespace mingshi::text
