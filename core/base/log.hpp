#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace spdlog {
class logger;
}

namespace mingshi {

/// Where a program writes what happened: one line an event to standard error, for journald.
/// `main` makes one and passes it down; copies write to the same place.
/// Never give it personal data: no names, no query, no certificate number that a citizen typed.
/// @threads any
class Log {
 public:
  /// @param program first word of every line
  explicit Log(std::string const& program);
  /// A log that keeps nothing, for tests.
  [[nodiscard]] static Log none();

  template <typename... Args>
  void info(fmt::format_string<Args...> format, Args&&... args) const {
    write(Level::info, fmt::format(format, std::forward<Args>(args)...));
  }
  template <typename... Args>
  void warn(fmt::format_string<Args...> format, Args&&... args) const {
    write(Level::warning, fmt::format(format, std::forward<Args>(args)...));
  }
  template <typename... Args>
  void error(fmt::format_string<Args...> format, Args&&... args) const {
    write(Level::error, fmt::format(format, std::forward<Args>(args)...));
  }

 private:
  enum class Level { info, warning, error };
  Log() = default;
  void write(Level level, std::string_view event) const;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace mingshi
