#include "core/publication/packed.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/crypto/crypto.hpp"

#include <zstd.h>

#include <array>
#include <random>
#include <string>

namespace mingshi::publication {
namespace {

std::string text_of(std::size_t size) {
  std::mt19937 random{7};
  std::string text;
  while (text.size() < size) text += "示例" + std::to_string(random() % 1'000);
  text.resize(size);
  return text;
}

Packed packed(std::string_view text) {
  return pack(text, Level::quick).value();
}

ErrorCode refusal(std::string_view frame, PackedObject const& object, std::size_t cap = 1U << 24U) {
  auto const unpacked{unpack(frame, object, cap)};
  REQUIRE_FALSE(unpacked);
  return unpacked.error().code();
}

/// What a signed head would say of these bytes, whatever is in them.
PackedObject said_of(std::string_view frame, std::int64_t raw_size) {
  return {.sha256 = crypto::sha256(frame),
          .size = static_cast<std::int64_t>(frame.size()),
          .raw_size = raw_size};
}

TEST_CASE("packed: what was packed comes back, of any length", "[publication][packed]") {
  for (std::size_t const size : {0U, 1U, 131'071U, 131'072U, 131'073U, 700'000U}) {
    auto const text{text_of(size)};
    auto const made{packed(text)};
    CHECK(made.object.raw_size == static_cast<std::int64_t>(size));
    CHECK(made.object.size == static_cast<std::int64_t>(made.bytes.size()));
    CHECK(made.object.sha256 == crypto::sha256(made.bytes));
    CHECK(unpack(made.bytes, made.object, size).value() == text);
  }
}

TEST_CASE("packed: the frame does not depend on the pieces it was fed in",
          "[publication][packed]") {
  auto const text{text_of(300'000)};
  std::string bytes;
  auto packer{Packer::create(
                  [&bytes](std::string_view piece) -> Result<void> {
                    bytes += piece;
                    return {};
                  },
                  Level::quick)
                  .value()};
  std::string_view rest{text};
  for (std::size_t size{1}; !rest.empty(); size = size * 3 % 70'001 + 1) {
    REQUIRE(packer.add(rest.substr(0, size)));
    rest.remove_prefix(std::min(size, rest.size()));
  }
  CHECK(packer.finish().value() == packed(text).object);
  CHECK(bytes == packed(text).bytes);
}

TEST_CASE("packed: read in pieces, it ends only when everything was as signed",
          "[publication][packed]") {
  auto const text{text_of(200'000)};
  auto const made{packed(text)};
  auto unpacker{Unpacker::create(bytes_of(made.bytes), made.object).value()};
  std::string back;
  std::array<char, 777> piece{};
  for (;;) {
    auto const count{unpacker.read(piece).value()};
    if (count == 0) break;
    back.append(piece.data(), count);
  }
  CHECK(back == text);
  CHECK(unpacker.read(piece).value() == 0);
}

TEST_CASE("packed: other bytes, another length or another content size are refused",
          "[publication][packed][errors]") {
  auto const made{packed(text_of(5'000))};
  auto object{made.object};
  object.sha256[0] = object.sha256[0] == '0' ? '1' : '0';
  CHECK(refusal(made.bytes, object) == ErrorCode::corrupt);
  for (std::int64_t const off : {-1, 1}) {
    object = made.object;
    object.size += off;
    CHECK(refusal(made.bytes, object) == ErrorCode::corrupt);
    object = made.object;
    object.raw_size += off;
    CHECK(refusal(made.bytes, object) == ErrorCode::corrupt);
  }
  CHECK(refusal(made.bytes, made.object, 4'999) == ErrorCode::invalid_input);
}

TEST_CASE("packed: a frame cut anywhere is refused, whatever was signed",
          "[publication][packed][errors]") {
  auto const made{packed(text_of(2'000))};
  for (std::size_t keep{0}; keep < made.bytes.size(); keep += 1 + keep / 16) {
    auto const cut{made.bytes.substr(0, keep)};
    CHECK(refusal(cut, said_of(cut, 2'000)) == ErrorCode::corrupt);
  }
}

TEST_CASE("packed: two frames, bytes behind the frame and no frame at all are refused",
          "[publication][packed][errors]") {
  auto const one{packed("eins").bytes};
  for (auto const& bytes :
       {one + one, one + "x", std::string{"<html></html>"}, std::string{"\0", 1}})
    for (std::int64_t const raw : {4, 8})
      CHECK(refusal(bytes, said_of(bytes, raw)) == ErrorCode::corrupt);
}

TEST_CASE("packed: a frame that unpacks to more than was signed stops there",
          "[publication][packed][errors]") {
  auto const bomb{packed(std::string(50'000'000, '\0')).bytes};
  REQUIRE(bomb.size() < 10'000);
  CHECK(refusal(bomb, said_of(bomb, 1'000)) == ErrorCode::corrupt);
}

TEST_CASE("packed: a frame that wants a larger window than 8 MiB is refused",
          "[publication][packed][errors]") {
  std::string const text(100'000, 'a');
  std::string frame(ZSTD_compressBound(text.size()), '\0');
  auto* const context{ZSTD_createCCtx()};
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 27);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  ZSTD_inBuffer in{.src = text.data(), .size = text.size(), .pos = 0};
  ZSTD_outBuffer out{.dst = frame.data(), .size = frame.size(), .pos = 0};
  REQUIRE(ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue) < frame.size());
  REQUIRE(ZSTD_compressStream2(context, &out, &in, ZSTD_e_end) == 0);
  ZSTD_freeCCtx(context);
  frame.resize(out.pos);
  CHECK(refusal(frame, said_of(frame, 100'000)) == ErrorCode::corrupt);
}

TEST_CASE("packed: a source that fails ends the reading with its error",
          "[publication][packed][errors]") {
  auto unpacker{
      Unpacker::create(
          [](std::span<char>) -> Result<std::size_t> { return fail(ErrorCode::io, "disk"); },
          packed("x").object)
          .value()};
  std::array<char, 8> into{};
  CHECK(unpacker.read(into).error() == Error{ErrorCode::io, "disk"});
  CHECK(bytes_of_file("/nonexistent/log").error().code() == ErrorCode::not_found);
}

}  // namespace
}  // namespace mingshi::publication
