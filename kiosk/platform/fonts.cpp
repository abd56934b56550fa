#include "kiosk/platform/fonts.hpp"

#include <fcntl.h>
#include <imgui.h>
#include <imgui_freetype.h>
#include <imgui_internal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace mingshi::kiosk {
namespace {

constexpr ImU32 simplified_chinese{2};  ///< index of SC within Noto's collections

/// A file in memory without a copy of it.
class MappedFile {
 public:
  static Result<MappedFile> open(std::filesystem::path const& file) {
    int const fd{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (fd < 0) {
      return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::io, "font " + file.string(),
                  errno);
    }
    struct stat status{};
    void* start{MAP_FAILED};
    if (::fstat(fd, &status) == 0 && status.st_size > 0) {
      start =
          ::mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    }
    int const error{errno};
    ::close(fd);
    if (start == MAP_FAILED) return fail(ErrorCode::io, "mapping font " + file.string(), error);
    return MappedFile{start, static_cast<std::size_t>(status.st_size)};
  }
  MappedFile(MappedFile&& other) noexcept
      : start_{std::exchange(other.start_, nullptr)}, size_{other.size_} {}
  MappedFile(MappedFile const&) = delete;
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile() {
    if (start_ != nullptr) ::munmap(start_, size_);
  }
  [[nodiscard]] void* start() const { return start_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  MappedFile(void* start, std::size_t size) : start_{start}, size_{size} {}
  void* start_;
  std::size_t size_;
};

enum class Use { base, fallback };

ImFont* add(MappedFile const& file, ImU32 index, Use use) {
  ImFontConfig config;
  config.FontNo = index;
  config.MergeMode = use == Use::fallback;
  config.PixelSnapH = true;
  // "Bitmap" asks FreeType for the size of the em; without it ImGui takes the height from ascender
  // to descender, which makes faces of different metrics differ in size.
  config.FontLoaderFlags = ImGuiFreeTypeLoaderFlags_NoHinting | ImGuiFreeTypeLoaderFlags_Bitmap;
  auto* const atlas{ImGui::GetIO().Fonts};
  // With FontDataOwnedByAtlas false, ImGui 1.92 copies the file: say true, then take it back.
  config.FontDataOwnedByAtlas = true;
  ImFont* const font{
      atlas->AddFontFromMemoryTTF(file.start(), static_cast<int>(file.size()), 0.F, &config)};
  if (font != nullptr) atlas->Sources.back().FontDataOwnedByAtlas = false;
  return font;
}

}  // namespace

struct Fonts::Impl {
  std::vector<MappedFile> files;
  std::array<ImFont*, 3> faces{};
};

Fonts::Fonts(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Fonts::~Fonts() = default;

Result<std::unique_ptr<Fonts>> Fonts::open(FontFiles const& files) {
  auto impl{std::make_unique<Impl>()};
  for (auto const* name :
       {"NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Bold.ttc"}) {
    impl->files.push_back(MS_TRY(MappedFile::open(files.noto / name)));
  }
  impl->files.push_back(MS_TRY(MappedFile::open(files.hanazono)));
  for (std::size_t i{0}; i < impl->faces.size(); ++i) {
    impl->faces[i] = add(impl->files[i], simplified_chinese, Use::base);
    if (impl->faces[i] == nullptr || add(impl->files.back(), 0, Use::fallback) == nullptr) {
      return fail(ErrorCode::corrupt, "a font in " + files.noto.string() + " or " +
                                          files.hanazono.string() + " cannot be read");
    }
  }
  return std::unique_ptr<Fonts>{new Fonts{std::move(impl)}};
}

ImFont* Fonts::face(Face face) const {
  return impl_->faces[static_cast<std::size_t>(face)];
}

std::vector<char32_t> Fonts::missing(std::string_view utf8, Face face) const {
  std::vector<char32_t> none;
  char const* at{utf8.data()};
  char const* const end{at + utf8.size()};
  while (at < end) {
    unsigned int code{};
    at += std::max(1, ImTextCharFromUtf8(&code, at, end));
    auto const character{static_cast<char32_t>(code)};
    if (code >= 0x20 && !this->face(face)->IsGlyphInFont(code) &&
        std::ranges::find(none, character) == none.end()) {
      none.push_back(character);
    }
  }
  return none;
}

void Fonts::forget_glyphs() {
  auto* const atlas{ImGui::GetIO().Fonts};
  // CompactCache alone keeps what was used lately; dropping the baked sizes first empties it.
  for (ImFont* font : atlas->Fonts) ImFontAtlasFontDiscardBakes(atlas, font, 0);
  atlas->CompactCache();
}

}  // namespace mingshi::kiosk
