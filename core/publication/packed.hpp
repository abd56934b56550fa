#pragma once

#include "core/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

/// Objects that travel compressed: one zstd frame, bounded by what was signed.
namespace mingshi::publication {

/// A compressed object by its content. It is named by the hash of the bytes that travel.
struct PackedObject {
  std::string sha256;        ///< of the frame
  std::int64_t size{0};      ///< of the frame @unit bytes
  std::int64_t raw_size{0};  ///< of what is in it, exactly @unit bytes
  friend bool operator==(PackedObject const&, PackedObject const&) = default;
};

/// Fills the span as far as it can and says how many bytes; 0 = the end.
using ByteSource = std::move_only_function<Result<std::size_t>(std::span<char>)>;
/// Takes the bytes. What it returns as an error ends the work.
using ByteSink = std::move_only_function<Result<void>(std::string_view)>;

/// @pre the text outlives the source
[[nodiscard]] ByteSource bytes_of(std::string_view text);
/// The file's bytes from its beginning. @errors not_found; io
[[nodiscard]] Result<ByteSource> bytes_of_file(std::filesystem::path const& file);

/// How hard to compress. @range 1 to 19
enum class Level : int { quick = 3, thorough = 19 };

/// Compresses what comes in pieces. The same bytes at the same level give the same frame.
class Packer {
 public:
  /// @param sink gets the frame
  [[nodiscard]] static Result<Packer> create(ByteSink sink, Level level);
  Packer(Packer&&) noexcept;
  Packer& operator=(Packer&&) noexcept;
  ~Packer();
  [[nodiscard]] Result<void> add(std::string_view bytes);
  /// Ends the frame and says what was made. Nothing may be added after.
  [[nodiscard]] Result<PackedObject> finish();

 private:
  struct State;
  explicit Packer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Reads one frame in pieces and never makes more of it than was signed: a window of at most 8 MiB,
/// `raw_size` bytes of output. Size and hash of the frame are held against `object` at its end:
/// what was read before is vouched for by nothing until read() has given 0.
class Unpacker {
 public:
  [[nodiscard]] static Result<Unpacker> create(ByteSource source, PackedObject object);
  Unpacker(Unpacker&&) noexcept;
  Unpacker& operator=(Unpacker&&) noexcept;
  ~Unpacker();
  /// Fills the span as far as it can; 0 = the end, and the object is what was signed.
  /// @errors corrupt other bytes, another length, no zstd frame, more than one; those of the source
  [[nodiscard]] Result<std::size_t> read(std::span<char> into);

 private:
  struct State;
  explicit Unpacker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A small object at once.
struct Packed {
  std::string bytes;
  PackedObject object;
};
[[nodiscard]] Result<Packed> pack(std::string_view bytes, Level level = Level::thorough);
/// @errors corrupt as Unpacker::read(); invalid_input `object.raw_size` is above `cap`
[[nodiscard]] Result<std::string> unpack(std::string_view frame, PackedObject const& object,
                                         std::size_t cap);

}  // namespace mingshi::publication
