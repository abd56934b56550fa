#include "hub/publish/publish.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/projection.hpp"
#include "core/publication/head.hpp"
#include "core/publication/terminal.hpp"
#include "core/search/index.hpp"
#include "core/store/reader.hpp"
#include "core/store/writer.hpp"
#include "core/text/pinyin.hpp"
#include "hub/publish/hall_settings.hpp"
#include "hub/publish/keys.hpp"
#include "hub/publish/media.hpp"
#include "hub/publish/programme.hpp"
#include "hub/publish/repository_writer.hpp"
#include "hub/records/hub_lock.hpp"
#include "hub/records/records.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using domain::FieldKind;
using domain::RecordType;
using publication::Head;

/// What goes into the next generation, before it has a number.
struct Compiled {
  store::Generation generation;
  std::vector<domain::PublicRecord> records;
  MediaFiles media;
  std::vector<std::string> withheld, left_out;
};

fs::path folder_of(fs::path const& hub_dir, std::int64_t sequence) {
  return hub_dir / "generations" / publication::generation_name(sequence);
}

Result<void> take_media(Compiled& out, fs::path const& hub_dir, RecordType const& type,
                        domain::PublicRecord const& record) {
  for (auto const& field : type.fields) {
    if (field.kind != FieldKind::file) continue;
    std::string const sha256{record.text(field.name)};
    if (sha256.empty() || out.media.contains(sha256)) continue;
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
  g.hall.sample = true;
  g.issued = now;
  g.record_types = product.declarations;
  g.calendar = product.calendar_years;
  auto const today{local_time(now).day};
  MS_TRY(compile_records(out, hub_dir, product, today));
  auto const videos{MS_TRY(films(hub_dir))};
  for (auto const& film : videos) out.media.emplace(film.file.media.sha256, film.file);
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
Result<Head> write_generation(fs::path const& folder, store::Generation const& g) {
  std::error_code error;
  fs::remove_all(folder, error);
  if (error) return fail(ErrorCode::io, "clearing " + folder.string() + ": " + error.message());
  MS_TRY(make_folders(folder));
  auto const database{folder / publication::database_name};
  MS_TRY(store::write(database, g));
  auto const size{fs::file_size(database, error)};
  if (error) return fail(ErrorCode::io, database.string() + ": " + error.message());
  auto sha256{MS_TRY(crypto::sha256_of_file(database))};
  Head head{.hall = g.hall.id,
            .sequence = g.sequence,
            .schema = store::schema_version,
            .issued = g.issued,
            .rows = count(g.rows),
            .state = store::state_hash(g.rows),
            .database = {.sha256 = std::move(sha256), .size = static_cast<std::int64_t>(size)},
            .media = {}};
  for (auto const& media : g.media) head.media.push_back({media.sha256, media.size, media.kind});
  MS_TRY(write_file(folder / publication::head_name, publication::format_head(head)));
  return head;
}

std::int64_t last_sequence(std::optional<Current> const& current) {
  std::int64_t last{0};
  if (current)
    for (auto const& [hall, head] : current->heads) last = std::max(last, head.sequence);
  return last;
}

Result<Published> publish_compiled(fs::path const& hub_dir, Compiled compiled, Instant now) {
  RepositoryWriter const repository{hub_dir / "repo"};
  auto const keys{
      MS_TRY(read_keys(hub_dir, repository.has_root() ? MissingKeys::refuse : MissingKeys::make))};
  auto const current{MS_TRY(repository.current())};
  auto const last{last_sequence(current)};
  auto& g{compiled.generation};
  Published done{.outcome = Outcome::nothing_changed,
                 .sequence = last,
                 .database = folder_of(hub_dir, last) / publication::database_name,
                 .rows = count(g.rows),
                 .withheld = std::move(compiled.withheld),
                 .left_out = std::move(compiled.left_out)};
  if (current && says_the_same(done.database, g)) {
    MS_TRY(repository.renew(keys, now));
    return done;
  }
  g.sequence = last + 1;
  auto const folder{folder_of(hub_dir, g.sequence)};
  auto const head{MS_TRY(write_generation(folder, g))};
  std::map<std::string, fs::path> objects{
      {head.database.sha256, folder / publication::database_name}};
  for (auto const& [sha256, file] : compiled.media) objects.emplace(sha256, file.file);
  MS_TRY(repository.publish(head, objects, keys, now));
  done.outcome = Outcome::new_generation;
  done.sequence = g.sequence;
  done.database = folder / publication::database_name;
  return done;
}

}  // namespace

Result<Published> publish(fs::path const& hub_dir, ProductData const& product, ReviewGate gate,
                          Instant now) {
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
  return publish_compiled(hub_dir, MS_TRY(compile(hub_dir, product, now)), now);
}

Result<void> renew_timestamp(fs::path const& hub_dir, Instant now) {
  auto const lock{MS_TRY(HubLock::acquire(hub_dir, WhenBusy::refuse))};
  RepositoryWriter const repository{hub_dir / "repo"};
  if (!repository.has_root()) return fail(ErrorCode::not_found, "nothing has been published yet");
  return repository.renew(MS_TRY(read_keys(hub_dir, MissingKeys::refuse)), now);
}

}  // namespace mingshi::hub
