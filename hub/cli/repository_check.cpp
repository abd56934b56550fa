#include "hub/cli/repository_check.hpp"

#include "core/crypto/crypto.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/op_log.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/repository.hpp"
#include "core/publication/settings.hpp"
#include "core/store/apply.hpp"
#include "core/trust/updater.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using publication::LogObject;
using publication::MediaObject;
using publication::PackedObject;
using publication::Part;
using publication::PartHead;

/// Runs `step` and says what was being looked at when it fails.
template <typename T>
Result<T> looking_at(std::string_view what, Result<T> result) {
  if (!result) return std::unexpected{std::move(result).error().while_doing(what)};
  return result;
}

/// A folder for what is looked at; it goes with everything in it.
class Bench {
 public:
  static Result<Bench> create() {
    std::error_code error;
    auto pattern{(fs::temp_directory_path(error) / "mingshi-verify-XXXXXX").string()};
    if (error || ::mkdtemp(pattern.data()) == nullptr)
      return fail(ErrorCode::io, std::string{"temporary folder: "} + std::strerror(errno), errno);
    return Bench{pattern};
  }
  Bench(Bench&& other) noexcept : folder_{std::exchange(other.folder_, {})} {}
  Bench(Bench const&) = delete;
  Bench& operator=(Bench const&) = delete;
  Bench& operator=(Bench&&) = delete;
  ~Bench() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  [[nodiscard]] fs::path file(std::string_view name) const { return folder_ / name; }

 private:
  explicit Bench(fs::path folder) : folder_{std::move(folder)} {}
  fs::path folder_;
};

/// The repository's metadata as the TUF client asks for them.
class Metadata final : public trust::MetadataSource {
 public:
  explicit Metadata(sync::Source& source) : source_{source} {}
  Result<std::optional<std::string>> fetch(std::string const& file_name, std::size_t cap) override {
    auto document{source_.get("tuf/" + file_name, cap, {})};
    if (!document && document.error().code() == ErrorCode::not_found) return std::nullopt;
    if (!document) return std::unexpected{document.error()};
    return std::move(document->bytes);
  }

 private:
  sync::Source& source_;
};

/// Nothing is kept from one check to the next.
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

/// One part, its head verified and its objects fetched.
struct CheckedPart {
  PartHead head;
  std::string bytes;
  std::vector<MediaObject> media;
};

class Check {
 public:
  Check(sync::Source& source, trust::Updater& updater, Bench bench)
      : source_{source}, updater_{updater}, bench_{std::move(bench)} {}
  [[nodiscard]] Result<RepositorySummary::Hall> hall(std::string const& hall);

 private:
  [[nodiscard]] Result<CheckedPart> part(std::string const& hall, Part part);
  [[nodiscard]] Result<fs::path> object(std::string const& sha256, std::int64_t size);
  [[nodiscard]] Result<std::string> small_object(PackedObject const& object, std::size_t cap);
  [[nodiscard]] Result<void> read_log(PartHead const& head, LogObject const& log);
  [[nodiscard]] Result<store::PartUpdate> update_of(CheckedPart const& part);

  sync::Source& source_;
  trust::Updater& updater_;
  Bench bench_;
};

Result<fs::path> Check::object(std::string const& sha256, std::int64_t size) {
  auto file{bench_.file(sha256)};
  MS_TRY(looking_at(publication::object_path(sha256),
                    source_.download({.path = publication::object_path(sha256),
                                      .size = size,
                                      .sha256 = sha256,
                                      .file = file})));
  return file;
}

Result<std::string> Check::small_object(PackedObject const& packed, std::size_t cap) {
  std::ifstream in{MS_TRY(object(packed.sha256, packed.size)), std::ios::binary};
  std::string const frame{std::istreambuf_iterator<char>{in}, {}};
  return looking_at(publication::object_path(packed.sha256),
                    publication::unpack(frame, packed, cap));
}

/// Reads a log to its end: whatever a terminal would refuse in it is refused here.
Result<void> Check::read_log(PartHead const& head, LogObject const& log) {
  auto source{
      MS_TRY(publication::bytes_of_file(MS_TRY(object(log.object.sha256, log.object.size))))};
  auto const what{fmt::format("{} {} to {}", name_of(head.part), log.from, log.to)};
  auto reader{MS_TRY(looking_at(
      what, publication::OpLogReader::open(head.hall, head.part, log, std::move(source))))};
  while (MS_TRY(looking_at(what, reader.next()))) {
  }
  if (log.to == head.sequence && reader.state() != head.types)
    return fail(ErrorCode::corrupt, what + ": it ends in another state than the head's");
  return {};
}

Result<CheckedPart> Check::part(std::string const& hall, Part part) {
  auto const path{publication::part_target(hall, part)};
  auto const target{MS_TRY(looking_at(path, updater_.target(path)))};
  if (!target) return fail(ErrorCode::not_found, path + ": nobody who may has signed it");
  auto const file{publication::part_head_path(hall, part, target->sha256)};
  auto document{MS_TRY(looking_at(file, source_.get(file, publication::max_part_head_size, {})))};
  CheckedPart checked{.head = {}, .bytes = document.bytes.value_or(""), .media = {}};
  if (std::cmp_not_equal(checked.bytes.size(), target->length) ||
      crypto::sha256(checked.bytes) != target->sha256)
    return fail(ErrorCode::corrupt, file + ": not the bytes that were signed");
  checked.head = MS_TRY(looking_at(file, publication::parse_part_head(checked.bytes)));
  auto const& head{checked.head};
  if (head.hall != hall || head.part != part)
    return fail(ErrorCode::corrupt, file + ": names another hall or part");
  MS_TRY(read_log(head, head.base));
  for (auto const& delta : head.deltas) MS_TRY(read_log(head, delta));
  checked.media =
      MS_TRY(looking_at("media list", publication::parse_media_list(MS_TRY(small_object(
                                          head.media.object, publication::max_media_list_size)))));
  for (auto const& media : checked.media) {
    std::error_code ignored;  // a film need not lie here beside all others
    fs::remove(MS_TRY(object(media.sha256, media.size)), ignored);
  }
  return checked;
}

Result<store::PartUpdate> Check::update_of(CheckedPart const& part) {
  store::PartUpdate update{.head = part.bytes, .logs = {}};
  auto const plan{MS_TRY(publication::plan(part.head, 0, {}))};
  for (auto const& log : plan.logs)
    update.logs.push_back({.log = log, .file = bench_.file(log.object.sha256)});
  return update;
}

Result<RepositorySummary::Hall> Check::hall(std::string const& hall) {
  auto const records{MS_TRY(part(hall, Part::records))};
  auto const decisions{MS_TRY(part(hall, Part::decisions))};
  if (records.head.sequence != decisions.head.sequence)
    return fail(ErrorCode::corrupt, fmt::format("records are of generation {}, decisions of {}",
                                                records.head.sequence, decisions.head.sequence));
  if (!records.head.settings) return fail(ErrorCode::corrupt, "no settings");
  auto media{MS_TRY(publication::united(records.media, decisions.media))};
  auto of_records{MS_TRY(update_of(records))};
  auto of_decisions{MS_TRY(update_of(decisions))};
  auto const text{MS_TRY(small_object(*records.head.settings, publication::max_settings_size))};
  auto settings{MS_TRY(looking_at("settings", publication::parse_settings(text)))};
  store::Update const update{.older = std::nullopt,
                             .records = std::move(of_records),
                             .decisions = std::move(of_decisions),
                             .settings = std::move(settings),
                             .media = media};
  auto const database{bench_.file(hall + ".db")};
  MS_TRY(looking_at("disclosure.db", store::apply(update, database)));
  MS_TRY(looking_at("disclosure.db", store::check(database)));
  RepositorySummary::Hall summary{
      .id = hall,
      .sequence = records.head.sequence,
      .issued = records.head.issued,
      .rows = {},
      .media = media.size(),
      .deltas = records.head.deltas.size() + decisions.head.deltas.size(),
      .withdrawn = records.head.withdrawn.size() + decisions.head.withdrawn.size()};
  for (auto const* types : {&records.head.types, &decisions.head.types})
    for (auto const& [type, state] : *types) summary.rows[type] = state.rows;
  return summary;
}

/// The halls that targets delegate to, by the names of their roles.
std::set<std::string> halls_of(trust::Targets const& targets) {
  std::set<std::string> halls;
  constexpr std::string_view suffix{".records"};
  if (targets.delegations)
    for (auto const& role : targets.delegations->roles)
      if (role.name.ends_with(suffix))
        halls.insert(role.name.substr(0, role.name.size() - suffix.size()));
  return halls;
}

}  // namespace

Result<RepositorySummary> check_repository(sync::Source& source, std::string const& anchor,
                                           Instant now) {
  Metadata metadata{source};
  Memory memory;
  MS_TRY(looking_at("root.json", trust::install_root(memory, anchor)));
  auto updater{MS_TRY(trust::Updater::open(metadata, memory, now))};
  MS_TRY(looking_at("metadata", updater.refresh()));
  auto const& trusted{updater.trusted()};
  RepositorySummary summary{.root_version = trusted.root().version,
                            .as_of = trusted.timestamp()->issued,
                            .expires = trusted.timestamp()->expires,
                            .halls = {}};
  auto const halls{halls_of(*trusted.targets())};
  Check check{source, updater, MS_TRY(Bench::create())};
  for (auto const& hall : halls)
    if (publication::is_hall_id(hall))
      summary.halls.push_back(MS_TRY(looking_at(hall, check.hall(hall))));
  if (summary.halls.empty()) return fail(ErrorCode::not_found, "nobody is authorised for any hall");
  return summary;
}

}  // namespace mingshi::hub
