#pragma once

#include "core/base/log.hpp"
#include "core/base/result.hpp"
#include "kiosk/platform/textures.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace mingshi::kiosk {

/// One video, played without sound by libmpv into a texture. It opens paused and makes its first
/// frame ready, so that the cut to it shows no gap; it repeats for as long as it stays on. libmpv
/// demands of the process: LC_NUMERIC=C. Its threads call `wake` and nothing else.
/// @threads UI thread; wake is called on libmpv's own threads
class Video {
 public:
  enum class State : std::uint8_t {
    loading,
    ready,  ///< the first frame can be drawn
    failed  ///< it cannot be played: no such file, no video in it, damaged
  };

  /// @param width, height device pixels that frames are scaled to, letterboxed by libmpv
  /// @param wake called when update() has something to do
  /// @errors unsupported libmpv cannot be set up
  [[nodiscard]] static Result<std::unique_ptr<Video>> open(std::filesystem::path const& file,
                                                           int width, int height,
                                                           std::function<void()> wake,
                                                           Log const& log);
  Video(Video const&) = delete;
  Video& operator=(Video const&) = delete;
  ~Video();

  /// Takes what libmpv has made since the last call. True = frames() holds a new picture.
  [[nodiscard]] bool update();
  [[nodiscard]] State state() const;
  /// From its beginning.
  void play();
  /// Stops and goes back to the first frame.
  void rewind();
  /// The newest picture. @pre state() is ready
  [[nodiscard]] StreamTexture const& frames() const;
  /// Pictures drawn so far.
  [[nodiscard]] std::int64_t pictures() const;

 private:
  struct Impl;
  explicit Video(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::kiosk
