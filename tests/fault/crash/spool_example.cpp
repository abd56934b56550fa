#include "tests/fault/crash/spool_example.hpp"

#include "core/base/fd.hpp"
#include "tests/fault/crash/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <limits>
#include <set>

namespace mingshi::tests {
namespace {

constexpr std::int64_t one_in{8};
constexpr std::size_t everything{std::numeric_limits<std::size_t>::max()};

/// The number of an example; 0 = it is another receipt: one that says what was dropped.
std::int64_t number_of(receipt::Receipt const& found) {
  std::int64_t number{0};
  std::string_view const id{found.id};
  if (id.starts_with("example-"))
    std::from_chars(id.data() + std::string_view{"example-"}.size(), id.data() + id.size(), number);
  return number;
}

}  // namespace

bool must_last(std::int64_t number) {
  return number % one_in == 0;
}

receipt::Receipt example_receipt(std::int64_t number) {
  receipt::Receipt made;
  made.id = fmt::format("example-{}", number);
  made.kind = must_last(number) ? receipt::Kind::applied : receipt::Kind::shown;
  made.hall = "mingchuan";
  made.sequence = number;
  made.subject = std::string(static_cast<std::size_t>(number * 37 % 200), 'x');
  return made;
}

Result<void> write_spool(std::filesystem::path const& folder, std::int64_t first, std::int64_t last,
                         std::filesystem::path const& marks) {
  Fd const out{::open(marks.c_str(), O_WRONLY | O_CLOEXEC)};
  if (!out) return fail(ErrorCode::io, "opening the marks");
  auto spool{MS_TRY(receipt::Spool::open(folder, narrow))};
  for (auto number{first}; number <= last; ++number) {
    auto const durability{must_last(number) ? receipt::Durability::now
                                            : receipt::Durability::later};
    static_cast<void>(MS_TRY(spool.append(example_receipt(number), durability)));
    auto const mark{fmt::format("appended {}", number)};
    if (must_last(number) && ::write(out.get(), mark.data(), mark.size()) < 0)
      return fail(ErrorCode::io, "writing a mark");
  }
  return {};
}

std::string judge_spool(std::filesystem::path const& folder, std::int64_t appended) {
  std::error_code error;
  if (appended == 0 && !std::filesystem::exists(folder, error)) return {};
  auto const entries{receipt::read(folder, 0, everything)};
  if (!entries) return entries.error().detail();
  std::set<std::int64_t> numbers;
  receipt::Position last{0};
  for (auto const& [position, found] : *entries) {
    if (position <= last) return fmt::format("position {} comes after {}", position, last);
    last = position;
    auto const number{number_of(found)};
    if (number == 0) continue;
    if (found != example_receipt(number)) return fmt::format("receipt {} is another", number);
    if (!numbers.insert(number).second) return fmt::format("receipt {} is there twice", number);
  }
  for (std::int64_t number{one_in}; number <= appended; number += one_in)
    if (!numbers.contains(number)) return fmt::format("receipt {} is lost", number);
  return {};
}

std::string go_on_with_spool(std::filesystem::path const& folder, std::int64_t appended) {
  constexpr std::int64_t later{1'000'000 * one_in};
  auto spool{receipt::Spool::open(folder, narrow)};
  if (!spool) return "it does not open again: " + spool.error().detail();
  auto const before{spool->state().last};
  auto const position{spool->append(example_receipt(later), receipt::Durability::now)};
  if (!position) return "nothing can be appended: " + position.error().detail();
  if (*position <= before) return fmt::format("position {} is used again", *position);
  auto const entries{receipt::read(folder, *position - 1, everything)};
  if (!entries || entries->size() != 1 || entries->front().receipt != example_receipt(later))
    return "what was appended is not there";
  return judge_spool(folder, appended);
}

}  // namespace mingshi::tests
