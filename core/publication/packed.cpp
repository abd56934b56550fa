#include "core/publication/packed.hpp"

#include "core/base/c_handle.hpp"
#include "core/crypto/crypto.hpp"

#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace mingshi::publication {
namespace {

/// What level 19 uses at most, and therefore all that a terminal has to hold. @unit log2 of bytes
constexpr int window_log{23};
/// Input goes to zstd in blocks of this size whatever pieces it came in, so that the frame does not
/// depend on the pieces.
constexpr std::size_t block_size{std::size_t{1} << 17};

using Compressor = CHandle<ZSTD_CCtx, &ZSTD_freeCCtx>;
using Decompressor = CHandle<ZSTD_DCtx, &ZSTD_freeDCtx>;
using File = CHandle<std::FILE, &std::fclose>;

std::unexpected<Error> corrupt(std::string_view what) {
  return fail(ErrorCode::corrupt, "packed object: " + std::string{what});
}

std::unexpected<Error> zstd_failure(ErrorCode code, std::size_t result) {
  return fail(code, std::string{"zstd: "} + ZSTD_getErrorName(result));
}

}  // namespace

ByteSource bytes_of(std::string_view text) {
  return [text](std::span<char> into) mutable -> Result<std::size_t> {
    auto const count{std::min(into.size(), text.size())};
    text.copy(into.data(), count);
    text.remove_prefix(count);
    return count;
  };
}

Result<ByteSource> bytes_of_file(std::filesystem::path const& file) {
  File opened{std::fopen(file.c_str(), "rbe")};
  if (!opened) {
    int const reason{errno};
    return fail(reason == ENOENT ? ErrorCode::not_found : ErrorCode::io,
                "opening " + file.string() + ": " + std::strerror(reason), reason);
  }
  return [opened = std::move(opened),
          name = file.string()](std::span<char> into) -> Result<std::size_t> {
    auto const count{std::fread(into.data(), 1, into.size(), opened.get())};
    if (std::ferror(opened.get()) != 0) return fail(ErrorCode::io, "reading " + name, errno);
    return count;
  };
}

struct Packer::State {
  ByteSink sink;
  Compressor context;
  crypto::Sha256 hash;
  PackedObject object;
  std::string pending;  ///< less than a block
  std::string out;      ///< room for what zstd gives

  /// Gives `pending` to zstd and what comes of it to the sink.
  Result<void> compress(ZSTD_EndDirective directive) {
    ZSTD_inBuffer in{.src = pending.data(), .size = pending.size(), .pos = 0};
    for (;;) {
      ZSTD_outBuffer made{.dst = out.data(), .size = out.size(), .pos = 0};
      auto const left{ZSTD_compressStream2(context.get(), &made, &in, directive)};
      if (ZSTD_isError(left) != 0U) return zstd_failure(ErrorCode::io, left);
      std::string_view const bytes{out.data(), made.pos};
      hash.add(bytes);
      object.size += static_cast<std::int64_t>(bytes.size());
      if (!bytes.empty()) MS_TRY(sink(bytes));
      bool const done{directive == ZSTD_e_end ? left == 0 : in.pos == in.size};
      if (done) break;
    }
    pending.clear();
    return {};
  }
};

Packer::Packer(std::unique_ptr<State> state) : state_{std::move(state)} {}
Packer::Packer(Packer&&) noexcept = default;
Packer& Packer::operator=(Packer&&) noexcept = default;
Packer::~Packer() = default;

Result<Packer> Packer::create(ByteSink sink, Level level) {
  auto state{std::make_unique<State>()};
  state->sink = std::move(sink);
  state->context.reset(ZSTD_createCCtx());
  if (!state->context) return fail(ErrorCode::io, "zstd: no memory");
  auto* const context{state->context.get()};
  for (auto const result :
       {ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, static_cast<int>(level)),
        ZSTD_CCtx_setParameter(context, ZSTD_c_nbWorkers, 0)})
    if (ZSTD_isError(result) != 0U) return zstd_failure(ErrorCode::bug, result);
  state->out.resize(ZSTD_CStreamOutSize());
  state->pending.reserve(block_size);
  return Packer{std::move(state)};
}

Result<void> Packer::add(std::string_view bytes) {
  state_->object.raw_size += static_cast<std::int64_t>(bytes.size());
  while (!bytes.empty()) {
    auto const count{std::min(bytes.size(), block_size - state_->pending.size())};
    state_->pending.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    if (state_->pending.size() == block_size) MS_TRY(state_->compress(ZSTD_e_continue));
  }
  return {};
}

Result<PackedObject> Packer::finish() {
  MS_TRY(state_->compress(ZSTD_e_end));
  state_->object.sha256 = state_->hash.hex();
  return state_->object;
}

struct Unpacker::State {
  ByteSource source;
  PackedObject object;
  Decompressor context;
  crypto::Sha256 hash;
  std::string in;         ///< room for a piece of the frame
  ZSTD_inBuffer rest{};   ///< of `in`, not yet unpacked
  std::int64_t taken{0};  ///< bytes of the frame so far
  std::int64_t given{0};  ///< bytes unpacked so far
  bool ended{false};

  /// The next piece of the frame. @returns false at its end
  Result<bool> refill() {
    auto const count{MS_TRY(source(in))};
    if (count == 0) return false;
    taken += static_cast<std::int64_t>(count);
    if (taken > object.size) return corrupt("it is longer than was signed");
    hash.add({in.data(), count});
    rest = {.src = in.data(), .size = count, .pos = 0};
    return true;
  }

  /// The frame is over: was it what was signed, and all of it?
  Result<void> finish() {
    if (rest.pos != rest.size || MS_TRY(refill())) return corrupt("bytes follow the frame");
    if (taken != object.size || given != object.raw_size)
      return corrupt("it is shorter than was signed");
    if (hash.hex() != object.sha256) return corrupt("other bytes than were signed");
    ended = true;
    return {};
  }
};

Unpacker::Unpacker(std::unique_ptr<State> state) : state_{std::move(state)} {}
Unpacker::Unpacker(Unpacker&&) noexcept = default;
Unpacker& Unpacker::operator=(Unpacker&&) noexcept = default;
Unpacker::~Unpacker() = default;

Result<Unpacker> Unpacker::create(ByteSource source, PackedObject object) {
  auto state{std::make_unique<State>()};
  state->source = std::move(source);
  state->object = std::move(object);
  state->context.reset(ZSTD_createDCtx());
  if (!state->context) return fail(ErrorCode::io, "zstd: no memory");
  auto const result{ZSTD_DCtx_setParameter(state->context.get(), ZSTD_d_windowLogMax, window_log)};
  if (ZSTD_isError(result) != 0U) return zstd_failure(ErrorCode::bug, result);
  state->in.resize(ZSTD_DStreamInSize());
  return Unpacker{std::move(state)};
}

Result<std::size_t> Unpacker::read(std::span<char> into) {
  auto& s{*state_};
  ZSTD_outBuffer out{.dst = into.data(), .size = into.size(), .pos = 0};
  while (!s.ended && out.pos < out.size) {
    auto const before{out.pos};
    auto const in_before{s.rest.pos};
    auto const left{ZSTD_decompressStream(s.context.get(), &out, &s.rest)};
    if (ZSTD_isError(left) != 0U) return zstd_failure(ErrorCode::corrupt, left);
    s.given += static_cast<std::int64_t>(out.pos - before);
    if (s.given > s.object.raw_size) return corrupt("there is more in it than was signed");
    bool const moved{out.pos != before || s.rest.pos != in_before};
    if (left == 0 && s.taken > 0) {
      MS_TRY(s.finish());
    } else if (!moved && !MS_TRY(s.refill())) {
      return corrupt("it ends in the middle");
    }
  }
  return out.pos;
}

Result<Packed> pack(std::string_view bytes, Level level) {
  Packed packed;
  auto packer{MS_TRY(Packer::create(
      [&packed](std::string_view piece) -> Result<void> {
        packed.bytes += piece;
        return {};
      },
      level))};
  MS_TRY(packer.add(bytes));
  packed.object = MS_TRY(packer.finish());
  return packed;
}

Result<std::string> unpack(std::string_view frame, PackedObject const& object, std::size_t cap) {
  if (object.raw_size < 0 || std::cmp_greater(object.raw_size, cap))
    return fail(ErrorCode::invalid_input, "packed object: too large to be looked at");
  auto unpacker{MS_TRY(Unpacker::create(bytes_of(frame), object))};
  // One byte more than it may hold, so that the end is seen.
  std::string bytes(static_cast<std::size_t>(object.raw_size) + 1, '\0');
  auto const count{MS_TRY(unpacker.read(bytes))};
  bytes.resize(count);
  return bytes;
}

}  // namespace mingshi::publication
