#include "tests/fault/crash/block_log.hpp"

#include "core/base/file.hpp"

#include <cstring>
#include <utility>

namespace mingshi::tests {
namespace {

constexpr std::size_t largest_log{std::size_t{1} << 31};

bool is_kind(EventKind kind) {
  return kind == EventKind::write || kind == EventKind::flush || kind == EventKind::mark;
}

}  // namespace

Result<BlockLog> BlockLog::read(std::filesystem::path const& file) {
  return parse(MS_TRY(read_file(file, largest_log)));
}

Result<BlockLog> BlockLog::parse(std::string bytes) {
  BlockLog log;
  log.bytes_ = std::make_unique<std::string const>(std::move(bytes));
  std::string_view rest{*log.bytes_};
  while (!rest.empty()) {
    EventHeader header{};
    if (rest.size() < sizeof header) return fail(ErrorCode::corrupt, "the log is cut short");
    std::memcpy(&header, rest.data(), sizeof header);
    rest.remove_prefix(sizeof header);
    if (!is_kind(header.kind) || rest.size() < header.length)
      return fail(ErrorCode::corrupt, "the log is cut short or no log");
    log.events_.push_back(
        {.kind = header.kind, .offset = header.offset, .bytes = rest.substr(0, header.length)});
    rest.remove_prefix(header.length);
  }
  return log;
}

std::string format_event(Event const& event) {
  EventHeader const header{.kind = event.kind,
                           .length = static_cast<std::uint32_t>(event.bytes.size()),
                           .offset = event.offset};
  std::string out(sizeof header, '\0');
  std::memcpy(out.data(), &header, sizeof header);
  out += event.bytes;
  return out;
}

}  // namespace mingshi::tests
