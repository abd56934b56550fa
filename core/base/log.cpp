#include "core/base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace mingshi {
namespace {

/// An event is one line, whatever a file or a server put into it: control characters become blanks.
std::string one_line(std::string_view text) {
  std::string line{text};
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return line;
}

}  // namespace

Log::Log(std::string const& program)
    : logger_{std::make_shared<spdlog::logger>(program,
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())} {
  logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %n %l %v");
  logger_->flush_on(spdlog::level::info);
}

Log Log::none() {
  return Log{};
}

void Log::write(Level level, std::string_view event) const {
  if (!logger_) return;
  auto const line{one_line(event)};
  switch (level) {
    case Level::info:
      logger_->info("{}", line);
      return;
    case Level::warning:
      logger_->warn("{}", line);
      return;
    case Level::error:
      logger_->error("{}", line);
      return;
  }
}

}  // namespace mingshi
