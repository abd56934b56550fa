#include "core/base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace mingshi {

Log::Log(std::string const& program)
    : logger_{std::make_shared<spdlog::logger>(program,
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())} {
  logger_->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %n %l %v");
  logger_->flush_on(spdlog::level::info);
}

Log Log::none() {
  return Log{};
}

void Log::write(Level level, std::string_view line) const {
  if (!logger_) return;
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
