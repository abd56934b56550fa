/// Runs every file of a kept corpus through a fuzz target, whole, cut short and with a byte
/// changed: what was found once stays mended, in builds without libFuzzer too.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

void run(std::string const& bytes) {
  std::string const copy{bytes.begin(),
                         bytes.end()};  // exactly as long: a sanitizer sees the byte behind
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's signature
  LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(copy.data()), copy.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
    return 2;
  }
  std::size_t files{0};
  for (auto const& entry : std::filesystem::directory_iterator{argv[1]}) {
    std::ifstream file{entry.path(), std::ios::binary};
    std::string const bytes{std::istreambuf_iterator<char>{file}, {}};
    run(bytes);
    run(bytes.substr(0, bytes.size() / 2));
    for (std::size_t const at : {bytes.size() / 3, bytes.size() / 2, bytes.size() - 1}) {
      if (at >= bytes.size()) continue;
      auto changed{bytes};
      changed[at] = static_cast<char>(changed[at] ^ 0x01);
      run(changed);
    }
    ++files;
  }
  std::printf("%zu inputs\n", files);
  return files == 0 ? 1 : 0;
}
