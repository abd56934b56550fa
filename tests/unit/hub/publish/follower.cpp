#include "tests/unit/hub/publish/follower.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/op_log.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/repository.hpp"
#include "core/publication/settings.hpp"
#include "core/store/apply.hpp"
#include "core/store/reader.hpp"

#include <utility>
#include <variant>
#include <vector>

namespace mingshi::tests {
namespace {

namespace fs = std::filesystem;
using publication::Part;
using publication::PartHead;

constexpr std::size_t cap{1U << 26U};

class Folder final : public trust::MetadataSource {
 public:
  explicit Folder(fs::path tuf) : tuf_{std::move(tuf)} {}
  Result<std::optional<std::string>> fetch(std::string const& file_name,
                                           std::size_t most) override {
    auto bytes{read_file(tuf_ / file_name, most)};
    if (!bytes && bytes.error().code() == ErrorCode::not_found) return std::nullopt;
    if (!bytes) return std::unexpected{bytes.error()};
    return *std::move(bytes);
  }

 private:
  fs::path tuf_;
};

class Memory final : public trust::MetadataStore {
 public:
  std::optional<std::string> load(std::string const& role) override {
    auto const found{kept_.find(role)};
    return found == kept_.end() ? std::nullopt : std::optional{found->second};
  }
  Result<void> save(std::string const& role, std::string const& bytes) override {
    kept_[role] = bytes;
    return {};
  }
  Result<void> remove(std::string const& role) override {
    kept_.erase(role);
    return {};
  }

 private:
  std::map<std::string, std::string> kept_;
};

template <typename T>
T need(Result<T> result) {
  if (!result) FAIL(result.error().detail());
  return *std::move(result);
}

std::string unpacked(fs::path const& repository, publication::PackedObject const& object) {
  auto const frame{need(read_file(repository / publication::object_path(object.sha256), cap))};
  return need(publication::unpack(frame, object, cap));
}

}  // namespace

struct Follower::State {
  explicit State(fs::path const& repository) : source{repository / "tuf"} {}
  Folder source;
  Memory store;
  std::optional<trust::Updater> updater;
};

Follower::Follower(fs::path repository, Instant now)
    : repository_{std::move(repository)}, state_{std::make_unique<State>(repository_)} {
  auto const anchor{need(read_file(repository_ / publication::trust_anchor_path, cap))};
  if (auto const installed{trust::install_root(state_->store, anchor)}; !installed)
    FAIL(installed.error().detail());
  state_->updater.emplace(need(trust::Updater::open(state_->source, state_->store, now)));
  if (auto const refreshed{state_->updater->refresh()}; !refreshed)
    FAIL(refreshed.error().detail());
}
Follower::~Follower() = default;
Follower::Follower(Follower&&) noexcept = default;
Follower& Follower::operator=(Follower&&) noexcept = default;

Instant Follower::as_of() const {
  return state_->updater->trusted().timestamp()->issued.value_or(Instant{});
}

std::int64_t Follower::root_version() const {
  return state_->updater->trusted().root().version;
}

std::string Follower::part_bytes(std::string const& hall, Part part) const {
  auto const target{need(state_->updater->target(publication::part_target(hall, part)))};
  if (!target) FAIL("nobody has signed " + publication::part_target(hall, part));
  auto bytes{
      need(read_file(repository_ / publication::part_head_path(hall, part, target->sha256), cap))};
  if (crypto::sha256(bytes) != target->sha256) FAIL("the head is not what was signed");
  return bytes;
}

PartHead Follower::part(std::string const& hall, Part part) const {
  return need(publication::parse_part_head(part_bytes(hall, part)));
}

void Follower::apply(std::string const& hall, std::optional<fs::path> const& older,
                     fs::path const& out) const {
  std::int64_t have{0};
  if (older) have = need(need(store::Reader::open(*older)).sequence());
  auto const update_of{[&](Part which) {
    auto const head{part(hall, which)};
    store::PartUpdate update{.head = part_bytes(hall, which), .logs = {}};
    for (auto const& log : need(publication::plan(head, have, {})).logs)
      update.logs.push_back(
          {.log = log, .file = repository_ / publication::object_path(log.object.sha256)});
    return update;
  }};
  std::vector<std::vector<publication::MediaObject>> media;
  for (auto const which : publication::all_parts)
    media.push_back(
        need(publication::parse_media_list(unpacked(repository_, part(hall, which).media.object))));
  store::Update const update{.older = older,
                             .records = update_of(Part::records),
                             .decisions = update_of(Part::decisions),
                             .settings = need(publication::parse_settings(unpacked(
                                 repository_, part(hall, Part::records).settings.value()))),
                             .media = need(publication::united(media[0], media[1]))};
  if (auto const applied{store::apply(update, out)}; !applied) FAIL(applied.error().detail());
}

std::set<std::string> Follower::ids_carried(PartHead const& head) const {
  std::vector<publication::LogObject> logs{head.base};
  logs.insert(logs.end(), head.deltas.begin(), head.deltas.end());
  std::set<std::string> ids;
  for (auto const& log : logs) {
    auto reader{need(publication::OpLogReader::open(
        head.hall, head.part, log,
        need(publication::bytes_of_file(repository_ /
                                        publication::object_path(log.object.sha256)))))};
    while (auto const op = need(reader.next())) {
      if (auto const* put{std::get_if<publication::Put>(&*op)}) ids.insert(put->entry.id);
      if (auto const* merge{std::get_if<publication::Merge>(&*op)}) ids.insert(merge->id);
    }
  }
  return ids;
}

}  // namespace mingshi::tests
