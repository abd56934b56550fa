#pragma once

#include "core/base/result.hpp"
#include "hub/http/descriptor.hpp"
#include "hub/http/message.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace mingshi::hub::http {

/// May a file under that path ever change?
enum class Lifetime : std::uint8_t {
  immutable,  ///< its name says its content or version: cached for ever, the name is its tag
  replaced    ///< always asked again, tagged by inode, size and time of change
};

/// Serves the regular files below one folder, read-only.
/// A path is segments of [A-Za-z0-9._-] that do not begin with a dot; anything else, an escaped
/// character too, names no file. Each segment is opened below the folder opened at the start, links
/// are never followed: nothing outside can be reached, whatever is put into the folder meanwhile.
class StaticFiles {
 public:
  /// @param lifetime by path without the first "/"
  /// @errors not_found, io
  [[nodiscard]] static Result<StaticFiles> open(std::filesystem::path const& root,
                                                std::function<Lifetime(std::string_view)> lifetime);

  /// 200, 206, 304, 404 or 416; 503 when the system has no descriptor left.
  [[nodiscard]] Response operator()(Request const& request) const;

 private:
  StaticFiles(Descriptor root, std::function<Lifetime(std::string_view)> lifetime)
      : root_{std::move(root)}, lifetime_{std::move(lifetime)} {}
  Descriptor root_;
  std::function<Lifetime(std::string_view)> lifetime_;
};

}  // namespace mingshi::hub::http
