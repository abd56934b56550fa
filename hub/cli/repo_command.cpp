#include "hub/cli/repo_command.hpp"

#include "hub/ceremony/authority.hpp"
#include "hub/ceremony/signing_folder.hpp"
#include "hub/cli/key_options.hpp"
#include "hub/cli/options.hpp"
#include "hub/publish/metadata_file.hpp"
#include "hub/publish/repository_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace mingshi::hub {
namespace {

using trust::Role;
using Words = std::vector<std::string>;

constexpr int most_signatures{32};

/// The options that name a role's keys and how many of them must sign.
struct GroupOptions {
  Role role;
  std::string_view keys, threshold;  ///< empty: one signature is enough
};
constexpr std::array groups_of_root{
    GroupOptions{Role::root, "--root-key", "--root-threshold"},
    GroupOptions{Role::targets, "--targets-key", "--targets-threshold"},
    GroupOptions{Role::snapshot, "--snapshot-key", ""},
    GroupOptions{Role::timestamp, "--timestamp-key", ""}};

std::vector<OptionSpec> group_specs() {
  std::vector<OptionSpec> specs;
  for (auto const& group : groups_of_root) {
    specs.push_back({.name = group.keys, .kind = OptionSpec::Kind::list});
    if (!group.threshold.empty()) specs.push_back({.name = group.threshold});
  }
  return specs;
}

/// @param fallback the threshold when none is given
Result<KeyGroup> group_from(Options const& options, std::string_view keys,
                            std::string_view threshold, std::int64_t fallback, KeyNames& names) {
  KeyGroup group{.keys = MS_TRY(cards_from(options.all(keys))), .threshold = fallback};
  if (!threshold.empty() && options.has(threshold)) {
    auto const count{parse_count(options.get(threshold), 1, most_signatures)};
    if (!count)
      return fail(ErrorCode::invalid_input,
                  fmt::format("{} 应当是 1 到 {} 的整数", threshold, most_signatures));
    group.threshold = *count;
  }
  for (auto const& card : group.keys) take_name(names, card);
  return group;
}

/// The groups of root that the command line names. A threshold alone changes nothing and is
/// refused.
Result<std::map<Role, KeyGroup>> groups_from(Options const& options,
                                             std::optional<trust::Root> const& before,
                                             KeyNames& names) {
  std::map<Role, KeyGroup> groups;
  for (auto const& each : groups_of_root) {
    if (options.all(each.keys).empty()) {
      if (!each.threshold.empty() && options.has(each.threshold))
        return fail(ErrorCode::invalid_input,
                    fmt::format("{} 要和 {} 一起给出", each.threshold, each.keys));
      continue;
    }
    auto const kept{before ? before->roles.at(each.role).threshold : 1};
    groups[each.role] = MS_TRY(group_from(options, each.keys, each.threshold, kept, names));
  }
  return groups;
}

Result<HallKeys> hall_from(Options const& options, KeyNames& names) {
  auto publisher{MS_TRY(cards_from({options.get("--publisher")}))};
  auto reviewer{MS_TRY(cards_from({options.get("--reviewer")}))};
  take_name(names, publisher.front());
  take_name(names, reviewer.front());
  return HallKeys{.hall = options.get("--hall"),
                  .publisher = std::move(publisher.front()),
                  .reviewer = std::move(reviewer.front())};
}

/// What a hub has in force, with the root's own bytes to carry along.
struct InForce {
  Current current;
  std::string root_bytes;
};

Result<InForce> in_force(Options const& options) {
  RepositoryWriter const repository{std::filesystem::path{options.get("--hub")} / "repo"};
  auto current{MS_TRY(repository.current())};
  auto bytes{MS_TRY(read_role(repository.folder(), Role::root, current.root.version))};
  return InForce{std::move(current), std::move(bytes)};
}

template <typename T>
Exit failed_with(Output& output, Result<T> const& result) {
  return failed(output, result.error().detail());
}

}  // namespace

namespace repo {

Exit wait_for_signatures(std::filesystem::path const& folder,
                         std::optional<std::string> const& trusted,
                         std::optional<trust::Root> const& root,
                         std::optional<trust::Targets> const& targets, KeyNames const& names,
                         Instant now, Output& output) {
  auto const made{SigningFolder::make(folder, trusted, root, targets)};
  if (!made) return failed_with(output, made);
  output.out += describe(*made, names, now);
  output.out += fmt::format(
      "文件在 {} 里等待签名：把文件夹带到持钥人的机器上执行 mingshi repo sign，签够后用 mingshi "
      "repo install 生效\n",
      folder.string());
  return Exit::ok;
}

Exit init(Words const& arguments, Instant now, Output& output) {
  auto specs{group_specs()};
  for (auto const* name : {"--hall", "--publisher", "--reviewer"}) specs.push_back({.name = name});
  auto const options{parse_options(arguments, specs, 1)};
  if (!options) return misuse(output, "repo", options.error());
  for (auto const* name : {"--hall", "--publisher", "--reviewer"})
    if (!options->has(name)) return misuse(output, "repo", fmt::format("{} is needed", name));
  KeyNames names;
  auto const groups{groups_from(*options, std::nullopt, names)};
  if (!groups) return failed_with(output, groups);
  auto const hall{hall_from(*options, names)};
  if (!hall) return failed_with(output, hall);
  auto const root{first_root(*groups, now)};
  if (!root) return failed_with(output, root);
  auto const targets{with_hall(first_targets(now), *hall)};
  if (!targets) return failed_with(output, targets);
  if (auto const fit{check_authority(*root, *targets)}; !fit) return failed_with(output, fit);
  return wait_for_signatures(options->words[0], std::nullopt, *root, *targets, names, now, output);
}

Exit delegate(Words const& arguments, Instant now, Output& output) {
  auto const options{parse_options(arguments,
                                   {{.name = "--hub"},
                                    {.name = "--hall"},
                                    {.name = "--publisher"},
                                    {.name = "--reviewer"},
                                    {.name = "--os-key", .kind = OptionSpec::Kind::list},
                                    {.name = "--os-threshold"}},
                                   1)};
  if (!options) return misuse(output, "repo", options.error());
  if (!options->has("--hub")) return misuse(output, "repo", "--hub is needed");
  bool const hall{options->has("--hall") && options->has("--publisher") &&
                  options->has("--reviewer")};
  bool const os{!options->all("--os-key").empty()};
  if (hall == os)
    return misuse(output, "repo", "give --hall with --publisher and --reviewer, or --os-key");
  auto const before{in_force(*options)};
  if (!before) return failed_with(output, before);
  KeyNames names;
  auto targets{next_targets(before->current.targets, now)};
  Result<trust::Targets> next{targets};
  if (hall) {
    auto const keys{hall_from(*options, names)};
    if (!keys) return failed_with(output, keys);
    next = with_hall(std::move(targets), *keys);
  } else {
    auto const group{group_from(*options, "--os-key", "--os-threshold", 1, names)};
    if (!group) return failed_with(output, group);
    next = with_os(std::move(targets), *group);
  }
  if (!next) return failed_with(output, next);
  if (auto const fit{check_authority(before->current.root, *next)}; !fit)
    return failed_with(output, fit);
  return wait_for_signatures(options->words[0], before->root_bytes, std::nullopt, *next, names, now,
                             output);
}

Exit rotate(Words const& arguments, Instant now, Output& output) {
  auto specs{group_specs()};
  specs.push_back({.name = "--hub"});
  auto const options{parse_options(arguments, specs, 1)};
  if (!options) return misuse(output, "repo", options.error());
  if (!options->has("--hub")) return misuse(output, "repo", "--hub is needed");
  auto const before{in_force(*options)};
  if (!before) return failed_with(output, before);
  auto const& current{before->current};
  KeyNames names;
  auto const groups{groups_from(*options, current.root, names)};
  if (!groups) return failed_with(output, groups);
  auto const root{next_root(current.root, *groups, now)};
  if (!root) return failed_with(output, root);
  // Targets that the new keys have not signed would be worth nothing.
  std::optional<trust::Targets> targets;
  if (groups->contains(Role::targets)) targets = next_targets(current.targets, now);
  if (auto const fit{check_authority(*root, current.targets)}; !fit)
    return failed_with(output, fit);
  return wait_for_signatures(options->words[0], before->root_bytes, *root, targets, names, now,
                             output);
}

Exit revoke(Words const& arguments, Instant now, Output& output) {
  auto const options{
      parse_options(arguments, {{.name = "--hub"}, {.name = "--key"}, {.name = "--by"}}, 1)};
  if (!options) return misuse(output, "repo", options.error());
  if (!options->has("--hub") || !options->has("--key"))
    return misuse(output, "repo", "--hub and --key are needed");
  auto const before{in_force(*options)};
  if (!before) return failed_with(output, before);
  KeyNames names;
  auto old_id{options->get("--key")};
  if (old_id.ends_with(".pub")) {
    auto const card{cards_from({old_id})};
    if (!card) return failed_with(output, card);
    take_name(names, card->front());
    old_id = card->front().id();
  }
  std::optional<KeyCard> by;
  if (options->has("--by")) {
    auto const card{cards_from({options->get("--by")})};
    if (!card) return failed_with(output, card);
    take_name(names, card->front());
    by = card->front();
  }
  auto const& current{before->current};
  auto const replaced{replace_key(current.root, current.targets, old_id, by, now)};
  if (!replaced) return failed_with(output, replaced);
  return wait_for_signatures(options->words[0], before->root_bytes, replaced->root,
                             replaced->targets, names, now, output);
}

}  // namespace repo

Exit run_repo(Words const& arguments, Instant now, Output& output) {
  using Verb = Exit (*)(Words const&, Instant, Output&);
  constexpr std::array<std::pair<std::string_view, Verb>, 9> verbs{{{"init", &repo::init},
                                                                    {"delegate", &repo::delegate},
                                                                    {"rotate", &repo::rotate},
                                                                    {"revoke", &repo::revoke},
                                                                    {"sign", &repo::sign},
                                                                    {"install", &repo::install},
                                                                    {"renew", &repo::renew},
                                                                    {"inspect", &repo::inspect},
                                                                    {"upload", &repo::upload}}};
  if (arguments.empty()) return misuse(output, "repo", "say what to do");
  for (auto const& [name, verb] : verbs)
    if (arguments.front() == name)
      return verb({arguments.begin() + 1, arguments.end()}, now, output);
  return misuse(output, "repo", fmt::format("what is \"{}\"?", arguments.front()));
}

}  // namespace mingshi::hub
