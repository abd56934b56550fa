#include "hub/publish/publish.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/legal_review.hpp"
#include "core/domain/projection.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/repository.hpp"
#include "core/publication/terminal.hpp"
#include "core/search/index.hpp"
#include "core/store/reader.hpp"
#include "core/store/writer.hpp"
#include "core/text/pinyin.hpp"
#include "hub/publish/hall_settings.hpp"
#include "hub/publish/media.hpp"
#include "hub/publish/part_builder.hpp"
#include "hub/publish/programme.hpp"
#include "hub/publish/repository_writer.hpp"
#include "hub/publish/sample_authority.hpp"
#include "hub/records/hub_lock.hpp"
#include "hub/records/records.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using domain::FieldKind;
using domain::RecordType;
using publication::Part;

/// What goes into the next generation, before it has a number.
struct Compiled {
  store::Generation generation;
  std::vector<domain::PublicRecord> records;
  MediaFiles media;
  /// Which of the media each part refers to.
  std::map<Part, std::set<std::string>> media_of;
  domain::DecisionTypes decisions;
  std::int64_t lease_hours{0};
  std::int64_t poll_seconds{0};
  std::vector<std::string> withheld, left_out;
};

Result<void> take_media(Compiled& out, fs::path const& hub_dir, RecordType const& type,
                        domain::PublicRecord const& record) {
  for (auto const& field : type.fields) {
    if (field.kind != FieldKind::file) continue;
    std::string const sha256{record.text(field.name)};
    if (sha256.empty()) continue;
    out.media_of[out.decisions.contains(type.code) ? Part::decisions : Part::records].insert(
        sha256);
    if (out.media.contains(sha256)) continue;
    auto found{media_of_record(hub_dir, sha256)};
    if (!found) return std::unexpected{std::move(found).error().while_doing(record.id)};
    out.media.emplace(sha256, *std::move(found));
  }
  return {};
}

search::Keys keys_of(text::Pinyin const& pinyin, RecordType const& type,
                     domain::PublicRecord const& record) {
  auto const& name{type.search_name.empty() ? type.title : type.search_name};
  return search::make_keys(pinyin, record.id, record.type, record.text(name),
                           record.text(type.search_number));
}

Result<void> compile_records(Compiled& out, fs::path const& hub_dir, ProductData const& product,
                             Day today) {
  auto records{MS_TRY(Records::open(hub_dir))};
  auto const pinyin{MS_TRY(text::Pinyin::create())};
  auto const policy{domain::default_masking_policy()};
  auto const versions{MS_TRY(records.newest(product.catalogue))};
  if (versions.empty())
    return fail(ErrorCode::not_found,
                hub_dir.string() + " 里还没有导入过任何记录，没有可发布的内容。请先用 import 导入");
  for (auto const& version : versions) {
    auto const* const type{product.catalogue.find(version.record.type)};
    if (type == nullptr) return fail(ErrorCode::bug, version.id + " has no declared type");
    auto const origin{is_statute(product, version.record) ? domain::Origin::real
                                                          : domain::Origin::sample};
    auto projection{domain::project(*type, version.record, policy, origin)};
    if (!projection && projection.error().code() == ErrorCode::denied) {
      out.withheld.push_back(version.id);
      continue;
    }
    if (!projection) return std::unexpected{std::move(projection).error().while_doing(version.id)};
    auto& record{projection->record};
    if (record.publish_until && *record.publish_until < today) {
      out.left_out.push_back(record.id);
      continue;
    }
    MS_TRY(take_media(out, hub_dir, *type, record));
    out.generation.search_keys.push_back(keys_of(pinyin, *type, record));
    out.generation.rows.push_back({.id = record.id,
                                   .type = record.type,
                                   .projection = std::move(projection->canonical_json),
                                   .sha256 = record.sha256,
                                   .publish_from = record.publish_from,
                                   .publish_until = record.publish_until});
    out.records.push_back(std::move(record));
  }
  return {};
}

Result<Compiled> compile(fs::path const& hub_dir, ProductData const& product, Instant now) {
  Compiled out;
  auto& g{out.generation};
  auto settings{MS_TRY(hall_settings(hub_dir))};
  g.hall = std::move(settings.hall);
  g.texts = std::move(settings.texts);
  out.lease_hours = settings.lease_hours;
  out.poll_seconds = settings.poll_seconds;
  out.decisions = MS_TRY(domain::all_decision_types(product.declarations));
  g.hall.sample = true;
  g.issued = now;
  g.record_types = product.declarations;
  g.calendar = product.calendar_years;
  auto const today{local_time(now).day};
  MS_TRY(compile_records(out, hub_dir, product, today));
  auto const videos{MS_TRY(films(hub_dir))};
  for (auto const& film : videos) {
    out.media.emplace(film.file.media.sha256, film.file);
    out.media_of[Part::records].insert(film.file.media.sha256);
  }
  g.programme = default_programme(g.hall, out.records, videos, today);
  for (auto const& [sha256, file] : out.media) g.media.push_back(file.media);
  // The order in which a Reader gives them back.
  std::ranges::sort(g.rows, {}, &store::Row::id);
  std::ranges::sort(g.search_keys, {}, &search::Keys::record_id);
  return out;
}

/// Does the published file say the same, its number and time aside? One that cannot be read any
/// more does not.
bool says_the_same(fs::path const& database, store::Generation const& next) {
  auto reader{store::Reader::open(database)};
  if (!reader) return false;
  auto const last{reader->generation()};
  return last && last->hall == next.hall && last->record_types == next.record_types &&
         last->rows == next.rows && last->calendar == next.calendar &&
         last->programme == next.programme && last->texts == next.texts &&
         last->media == next.media && last->search_keys == next.search_keys;
}

std::map<std::string, std::int64_t> count(std::vector<store::Row> const& rows) {
  std::map<std::string, std::int64_t> counts;
  for (auto const& row : rows) ++counts[row.type];
  return counts;
}

/// Writes DIR/generations/N. A folder of that number is left over from a publication that was
/// interrupted before anybody could see it.
Result<void> write_generation(fs::path const& folder, store::Generation const& g) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (error) return fail(ErrorCode::io, "clearing " + folder.string() + ": " + error.message());
  MS_TRY(make_folders(folder));
  return store::write(folder / publication::database_name, g);
}

publication::Settings settings_of(store::Generation const& g) {
  return {.hall = g.hall,
          .record_types = g.record_types,
          .calendar = g.calendar,
          .texts = g.texts,
          .programme = g.programme};
}

Result<BuiltPart> build(fs::path const& hub_dir, Part part, Compiled const& compiled,
                        Current const& current) {
  auto const& g{compiled.generation};
  auto const* const before{current.head(publication::part_target(g.hall.id, part))};
  PartInput input{.hub_dir = hub_dir,
                  .hall = g.hall.id,
                  .part = part,
                  .sequence = g.sequence,
                  .issued = g.issued,
                  .lease_hours = compiled.lease_hours,
                  .poll_seconds = compiled.poll_seconds,
                  .media = {},
                  .settings = part == Part::records ? std::optional{settings_of(g)} : std::nullopt,
                  .before = before == nullptr ? std::nullopt : std::optional{*before},
                  .repository = hub_dir / "repo"};
  if (auto const own{compiled.media_of.find(part)}; own != compiled.media_of.end())
    for (auto const& sha256 : own->second) input.media.push_back(compiled.media.at(sha256).media);
  return build_part(input);
}

/// Takes away what the next publications do not need: databases of long ago, and logs that lie in
/// the repository by now. What cannot be deleted stays until the next time.
void tidy(fs::path const& hub_dir, std::int64_t newest) {
  std::error_code ignored;
  for (auto generation{newest - 1}; generation >= 1; --generation) {
    auto const folder{database_of(hub_dir, generation).parent_path()};
    if (is_kept_generation(generation, newest)) continue;
    if (!fs::exists(folder, ignored)) break;  // and so are those before it
    fs::remove_all(folder, ignored);
  }
  auto const folder{database_of(hub_dir, newest).parent_path()};
  for (fs::directory_iterator it{folder, ignored}, end; it != end; it.increment(ignored))
    if (it->path().extension() == ".oplog") fs::remove(it->path(), ignored);
}

Result<void> sign_and_write(fs::path const& hub_dir, RepositoryWriter const& repository,
                            Compiled const& compiled, Current const& current,
                            PublishKeys const& keys, Instant now) {
  auto const& g{compiled.generation};
  MS_TRY(write_generation(database_of(hub_dir, g.sequence).parent_path(), g));
  auto records{MS_TRY(build(hub_dir, Part::records, compiled, current))};
  auto decisions{MS_TRY(build(hub_dir, Part::decisions, compiled, current))};
  Publication publication{.records = std::move(records.head),
                          .decisions = std::move(decisions.head),
                          .objects = std::move(records.objects),
                          .withdrawn_objects = std::move(records.withdrawn_objects)};
  publication.objects.merge(decisions.objects);
  publication.withdrawn_objects.merge(decisions.withdrawn_objects);
  for (auto const& [sha256, file] : compiled.media) publication.objects.emplace(sha256, file.file);
  MS_TRY(repository.publish(publication, keys, now));
  tidy(hub_dir, g.sequence);
  return {};
}

Result<Signers> signers_of(fs::path const& hub_dir, KeyAccess const& access) {
  std::vector<fs::path> folders{hub_dir / "keys"};
  folders.insert(folders.end(), access.folders.begin(), access.folders.end());
  auto passphrases{access.passphrases};
  auto const sample{sample_passphrase_file(hub_dir)};
  std::error_code ignored;
  if (fs::exists(sample, ignored))
    for (auto& passphrase : MS_TRY(read_passphrases(sample)))
      passphrases.known.push_back(std::move(passphrase));
  return Signers::look_in(folders, std::move(passphrases));
}

Result<Published> publish_compiled(fs::path const& hub_dir, Compiled compiled, Instant now,
                                   KeyAccess const& access) {
  RepositoryWriter const repository{hub_dir / "repo"};
  auto& g{compiled.generation};
  if (!repository.has_root()) MS_TRY(make_sample_authority(hub_dir, g.hall.id, now));
  auto const current{MS_TRY(repository.current())};
  auto signers{MS_TRY(signers_of(hub_dir, access))};
  auto const keys{MS_TRY(RepositoryWriter::keys_for(current, g.hall.id, signers))};
  auto const last{current.last_sequence(g.hall.id)};
  Published done{.outcome = Outcome::nothing_changed,
                 .sequence = last,
                 .database = database_of(hub_dir, last),
                 .rows = count(g.rows),
                 .withheld = std::move(compiled.withheld),
                 .left_out = std::move(compiled.left_out)};
  if (current.timestamp && says_the_same(done.database, g)) {
    MS_TRY(repository.renew(signers, now));
    return done;
  }
  g.sequence = last + 1;
  MS_TRY(sign_and_write(hub_dir, repository, compiled, current, keys, now));
  done.outcome = Outcome::new_generation;
  done.sequence = g.sequence;
  done.database = database_of(hub_dir, g.sequence);
  return done;
}

}  // namespace

Result<Published> publish(fs::path const& hub_dir, ProductData const& product, ReviewGate gate,
                          Instant now, KeyAccess const& access) {
  if (gate == ReviewGate::required)
    return fail(ErrorCode::denied,
                "记录还没有经过审核，不能发布。审核功能随管理控制台提供；"
                "制作演示数据时请加 --unreviewed-sample，全部记录会标上“示例”");
  // A mistyped folder must become neither a new hub with keys of its own nor an empty screen.
  std::error_code ignored;
  if (!fs::exists(hub_dir / "hub.db", ignored))
    return fail(ErrorCode::not_found, hub_dir.string() +
                                          " 里没有可发布的记录（没有 hub.db）。请核对 --hub "
                                          "的文件夹，或者先用 import 导入");
  auto const lock{MS_TRY(HubLock::acquire(hub_dir, WhenBusy::wait))};
  return publish_compiled(hub_dir, MS_TRY(compile(hub_dir, product, now)), now, access);
}

Result<Renewed> renew_timestamp(fs::path const& hub_dir, Instant now, KeyAccess const& access) {
  auto const lock{MS_TRY(HubLock::acquire(hub_dir, WhenBusy::refuse))};
  RepositoryWriter const repository{hub_dir / "repo"};
  if (!repository.has_root()) return fail(ErrorCode::not_found, "nothing has been published yet");
  auto signers{MS_TRY(signers_of(hub_dir, access))};
  return repository.renew(signers, now);
}

Result<void> install_authority(fs::path const& hub_dir, std::optional<std::string> const& root,
                               std::optional<std::string> const& targets, Instant now,
                               KeyAccess const& access) {
  auto const lock{MS_TRY(HubLock::acquire(hub_dir, WhenBusy::wait))};
  RepositoryWriter const repository{hub_dir / "repo"};
  auto signers{MS_TRY(signers_of(hub_dir, access))};
  return repository.install(root, targets, signers, now);
}

}  // namespace mingshi::hub
