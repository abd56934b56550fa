// Lets every system call by which mingshi-sync touches its folder go wrong, one at a time.
//
// usage: ms_syscall_faults --folder DIR --start TERMINAL --reference TERMINAL… --pass N
//                          [--meanwhile M] [--fault NAME…] [--every K] [--offset J] -- COMMAND…
// For each fault and the 1st, 2nd, 3rd … call of one pass: a copy of TERMINAL, the pass with the
// fault, judgement; then one pass undisturbed, which must bring generation N whole.
// --meanwhile M: the pass with the fault is given generation M, an older one: it must not take it.
// --every K takes each K-th call alone, beginning at J. TERMINAL "-" begins with nothing.
// Prints one line for each fault, and one for everything that is wrong. Exit 1 when something is, 2
// when the harness failed.
#include "tests/fault/crash/arguments.hpp"
#include "tests/fault/crash/fault_injector.hpp"
#include "tests/fault/crash/process.hpp"
#include "tests/fault/crash/terminal_judge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace mingshi;
using namespace mingshi::tests;
namespace fs = std::filesystem;

class Enumeration {
 public:
  Enumeration(Arguments const& arguments, TerminalJudge judge)
      : arguments_{arguments},
        judge_{std::move(judge)},
        data_{fs::path{arguments.text("--folder")} / "terminal"},
        pass_{static_cast<std::int64_t>(arguments.number("--pass", 1))},
        offered_{static_cast<std::int64_t>(
            arguments.number("--meanwhile", arguments.number("--pass", 1)))} {}

  /// Looks at what every run begins with. @errors those of the judge
  [[nodiscard]] Result<void> look_at_start() {
    MS_TRY(begin_anew());
    start_ = MS_TRY(judge_.inspect(data_));
    versions_ = MS_TRY(metadata_versions(data_));
    return {};
  }

  /// @returns whether nothing was wrong
  [[nodiscard]] Result<bool> run_all(Fault fault) {
    std::uint64_t runs{0};
    std::uint64_t wrong{0};
    std::map<std::string, int> outcomes;
    auto const every{arguments_.number("--every", 1)};
    for (auto number{arguments_.number("--offset", 1)};; number += every) {
      MS_TRY(begin_anew());
      auto const faulted{
          MS_TRY(run_with_fault(command(offered_), data_, fault, number, log("faulted.log")))};
      if (faulted.calls < number && faulted.hit.empty()) break;
      ++runs;
      auto const verdict{MS_TRY(judge_run(faulted, outcomes))};
      if (verdict.empty()) continue;
      ++wrong;
      fmt::print("WRONG\t{}\t{}\t{}\t{}\n", name_of(fault), number, faulted.hit, verdict);
    }
    fmt::print("{}\t{} runs\t{} wrong\t{}\n", name_of(fault), runs, wrong, outcomes);
    std::fflush(stdout);
    return wrong == 0;
  }

 private:
  [[nodiscard]] Command command(std::int64_t pass) const {
    return filled_in(arguments_.command(),
                     {{"DATA", data_.string()}, {"PASS", std::to_string(pass)}});
  }
  /// What the terminal has forgotten of the documents it began with; empty = nothing.
  [[nodiscard]] std::string forgotten() const {
    auto const now{metadata_versions(data_)};
    if (!now) return now.error().detail();
    for (auto const& [name, version] : versions_)
      if (auto const kept{now->find(name)}; kept == now->end() || kept->second < version)
        return fmt::format("{} was at version {} and is {}", name, version,
                           kept == now->end() ? "gone" : "older");
    return {};
  }
  [[nodiscard]] std::string log(std::string_view name) const {
    return (data_.parent_path() / name).string();
  }

  [[nodiscard]] Result<void> begin_anew() const {
    std::error_code error;
    fs::remove_all(data_, error);
    if (auto const start{arguments_.text("--start")}; !error && start != "-")
      fs::copy(start, data_, fs::copy_options::recursive | fs::copy_options::copy_symlinks, error);
    if (error) return fail(ErrorCode::io, "copying the terminal: " + error.message());
    return {};
  }

  /// What is wrong after the pass with the fault and the one that follows; empty = nothing.
  [[nodiscard]] Result<std::string> judge_run(FaultRun const& faulted,
                                              std::map<std::string, int>& outcomes) const {
    auto const shown{judge_.inspect(data_)};
    if (!shown) return shown.error().detail();
    bool const done{faulted.ended == Ended{}};
    bool const fresh{shown->sequence == pass_};
    bool const died{faulted.ended.how == Ended::How::killed};
    ++outcomes[fmt::format("{}, {}",
                           died   ? "killed"
                           : done ? "success"
                                  : "failure",
                           fresh ? "new" : "old")];
    if (!fresh && shown->sequence != start_.sequence)
      return fmt::format("generation {} is shown", shown->sequence);
    if (auto const lost{forgotten()}; !lost.empty()) return lost;
    if (done && !fresh) return std::string{"it ended with success and shows the old generation"};

    if (MS_TRY(run(command(pass_), {}, log("recovery.log"))) != Ended{})
      return std::string{"the undisturbed pass after it failed"};
    auto const after{judge_.inspect(data_)};
    if (!after) return "after the next pass: " + after.error().detail();
    if (*after != Shown{.sequence = pass_, .claimed = pass_})
      return fmt::format("after the next pass generation {} is shown and {} vouched for",
                         after->sequence, after->claimed);
    if (auto const left{leftovers(data_)}; !left.empty())
      return fmt::format("the next pass leaves {}", fmt::join(left, ", "));
    return std::string{};
  }

  Arguments const& arguments_;
  TerminalJudge judge_;
  fs::path data_;
  std::int64_t pass_;     ///< the generation that is published
  std::int64_t offered_;  ///< the one that the pass with the fault is given
  Shown start_;
  std::map<std::string, std::int64_t> versions_;
};

Result<int> enumerate(Arguments const& arguments) {
  auto const references{arguments.all("--reference")};
  auto judge{MS_TRY(TerminalJudge::open({references.begin(), references.end()}))};
  Enumeration enumeration{arguments, std::move(judge)};
  MS_TRY(enumeration.look_at_start());
  bool good{true};
  for (auto const& name : arguments.all("--fault")) {
    auto const fault{fault_named(name)};
    if (!fault) return fail(ErrorCode::invalid_input, "no such fault: " + name);
    good = MS_TRY(enumeration.run_all(*fault)) && good;
  }
  return good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments const arguments{argc, argv};
  auto const done{enumerate(arguments)};
  if (!done) {
    fmt::print(stderr, "ms_syscall_faults: {}\n", done.error().detail());
    return done.error().code() == ErrorCode::unsupported ? 77 : 2;
  }
  return *done;
}
