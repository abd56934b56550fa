/// Compressed objects: any bytes as a frame whose hash and size are right and whose length when
/// unpacked is claimed by the first two bytes. No more than that ever comes out.

#include "core/crypto/crypto.hpp"
#include "core/publication/packed.hpp"
#include "tests/fuzz/claim.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace publication = mingshi::publication;

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size < 2) return 0;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's signature
  std::string_view const frame{reinterpret_cast<char const*>(data) + 2, size - 2};
  std::int64_t const raw_size{data[0] * 256 + data[1]};
  publication::PackedObject const object{.sha256 = mingshi::crypto::sha256(frame),
                                         .size = static_cast<std::int64_t>(frame.size()),
                                         .raw_size = raw_size};
  auto const unpacked{publication::unpack(frame, object, 65'536)};
  if (unpacked) MS_CLAIM(unpacked->size() == static_cast<std::size_t>(raw_size));
  if (raw_size > 0)
    MS_CLAIM(!publication::unpack(frame, object, static_cast<std::size_t>(raw_size) - 1));
  return 0;
}
