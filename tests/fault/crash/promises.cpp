#include "tests/fault/crash/promises.hpp"

#include "core/base/file.hpp"
#include "tests/fault/crash/digest.hpp"

#include <fmt/format.h>

#include <limits>
#include <sstream>

namespace mingshi::tests {
namespace {

/// What a name holds: a file's bytes or a link's target. @errors as read_file()
Result<std::string> content(std::filesystem::path const& path) {
  std::error_code error;
  if (std::filesystem::is_symlink(std::filesystem::symlink_status(path, error)))
    return std::filesystem::read_symlink(path, error).string();
  return read_file(path, std::numeric_limits<std::size_t>::max());
}

}  // namespace

void Promises::roll_forward_to(std::size_t event) {
  for (; next_ <= event && next_ < events_.size(); ++next_)
    if (events_[next_].kind == EventKind::mark) take(events_[next_].bytes);
}

void Promises::take(std::string_view mark) {
  std::istringstream words{std::string{mark}};
  std::string word;
  words >> word;
  if (word == "begin") words >> begun_;
  if (word == "end") words >> ended_;
  if (word == "appended") words >> appended_;
  std::string name;
  Durable durable;
  if (word == "changing" && words >> name) durable_.erase(name);
  if (word == "durable" && words >> name >> durable.size >> durable.digest)
    durable_[name] = durable;
}

std::vector<std::string> Promises::broken(std::filesystem::path const& folder) const {
  std::vector<std::string> found;
  for (auto const& [name, promise] : durable_) {
    auto const bytes{content(folder / name)};
    if (!bytes)
      found.push_back(fmt::format("{} was durable: {}", name, bytes.error().detail()));
    else if (bytes->size() < promise.size ||
             digest(std::string_view{*bytes}.substr(0, promise.size)) != promise.digest)
      found.push_back(fmt::format("{} was durable with {} bytes and has {} others", name,
                                  promise.size, bytes->size()));
  }
  return found;
}

}  // namespace mingshi::tests
