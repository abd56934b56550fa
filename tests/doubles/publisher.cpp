#include "tests/doubles/publisher.hpp"

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/legal_review.hpp"
#include "core/domain/projection.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/packed.hpp"
#include "core/publication/repository.hpp"
#include "core/store/delta.hpp"
#include "core/store/reader.hpp"
#include "core/store/writer.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

namespace mingshi::doubles {
namespace {

using publication::Part;
using publication::PartHead;

constexpr std::string_view officer_type{R"(
code = "officer"
name = "行政执法人员"
icon = "badge"
help = "示例"
phase = "before"
position = 10
key = ["certificate_no"]
title = "certificate_no"
list = ["position"]
[[field]]
name = "certificate_no"
label = "证件编号"
kind = "text"
required = true
[[field]]
name = "position"
label = "职务"
kind = "text"
required = true
[[field]]
name = "photo"
label = "照片"
kind = "file"
)"};

constexpr std::string_view penalty_type{R"(
code = "penalty"
name = "行政处罚"
icon = "gavel"
help = "示例"
phase = "after"
position = 20
key = ["document_no"]
title = "case_name"
list = ["document_no"]
legal_review = true
[[field]]
name = "document_no"
label = "文号"
kind = "text"
required = true
[[field]]
name = "case_name"
label = "案件"
kind = "text"
required = true
)"};

/// The value of a step that must work.
template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fputs(("publisher: " + result.error().detail() + "\n").c_str(), stderr);
    std::abort();
  }
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

std::string photo_of(std::string const& number, std::string const& post) {
  return "photo of " + number + " as " + post;
}

store::Row row_of(std::string_view declaration, domain::Record const& record) {
  auto const type{must(domain::parse_record_type(declaration))};
  auto const made{must(
      domain::project(type, record, domain::default_masking_policy(), domain::Origin::sample))};
  return {.id = made.record.id,
          .type = made.record.type,
          .projection = made.canonical_json,
          .sha256 = made.record.sha256,
          .publish_from = made.record.publish_from,
          .publish_until = made.record.publish_until};
}

}  // namespace

Publisher::Publisher(std::string hall) : hall_{std::move(hall)} {
  settings.hall = {.id = hall_,
                   .name = "明川区劳动监察大队",
                   .source = "示例",
                   .hotline = {},
                   .window = {},
                   .platform_url = {},
                   .sample = true};
  settings.record_types = {std::string{officer_type}, std::string{penalty_type}};
  settings.programme = "{}";
  keys = must(trust::make_keyring());
  auto const publisher{must(crypto::SigningKey::generate())};
  auto const reviewer{must(crypto::SigningKey::generate())};
  publisher_ = trust::public_key(publisher);
  reviewer_ = trust::public_key(reviewer);
  records_signers = {publisher};
  decisions_signers = {publisher, reviewer};
  root_ = trust::root_for(keys, 1, first_day);
  put("tuf/1.root.json", must(trust::sign(root_, keys[trust::Role::root])));
  put("root.json", bytes_of("tuf/1.root.json"));
}

void Publisher::publish(Instant now) {
  ++sequence;
  auto const made{generation(now)};
  must(store::write(database(sequence), made));
  std::set<std::string> ids;
  for (auto const& row : made.rows) ids.insert(row.id);
  for (auto const& id : ids_)
    if (!ids.contains(id)) withdrawn_[id] = sequence;
  for (auto const& id : ids) withdrawn_.erase(id);
  ids_ = std::move(ids);

  auto records{part_head(Part::records, database(sequence), now)};
  auto decisions{part_head(Part::decisions, database(sequence), now)};
  if (edit_heads) edit_heads(records, decisions);
  for (auto const* head : {&records, &decisions}) {
    auto const part{head == &records ? Part::records : Part::decisions};
    auto const bytes{publication::format_part_head(*head)};
    head_paths_[part] = publication::part_head_path(hall_, part, crypto::sha256(bytes));
    put(head_paths_[part], bytes);
    if (parts.contains(part))
      named_[part] = {{publication::part_target(hall_, part), trust::describe_target(bytes)}};
  }
  put_metadata(now);
}

store::Generation Publisher::generation(Instant now) const {
  store::Generation made;
  made.hall = settings.hall;
  made.sequence = sequence;
  made.issued = now;
  made.record_types = settings.record_types;
  made.calendar = settings.calendar;
  made.texts = settings.texts;
  made.programme = settings.programme;
  for (auto const& [number, post] : officers) {
    auto const photo{photo_of(number, post)};
    made.media.push_back({.sha256 = crypto::sha256(photo),
                          .size = static_cast<std::int64_t>(photo.size()),
                          .kind = "png"});
    made.rows.push_back(row_of(officer_type, {.type = "officer",
                                              .fields = {{"certificate_no", number},
                                                         {"position", post},
                                                         {"photo", crypto::sha256(photo)}}}));
  }
  for (auto const& [number, name] : penalties)
    made.rows.push_back(
        row_of(penalty_type,
               {.type = "penalty", .fields = {{"document_no", number}, {"case_name", name}}}));
  return made;
}

PartHead Publisher::part_head(Part part, std::filesystem::path const& file, Instant now) {
  PartHead head;
  head.hall = hall_;
  head.part = part;
  head.sequence = sequence;
  head.schema = store::schema_version;
  head.issued = now;
  head.lease_hours = lease_hours;
  head.types = must(must(store::Reader::open(file)).states(part));
  head.base = put_log(part, 0);
  if (sequence > 1 && std::filesystem::exists(database(sequence - 1)))
    deltas_[part].push_back(put_log(part, sequence - 1));
  head.deltas = deltas_[part];
  std::vector<publication::MediaObject> media;
  if (part == Part::records) {
    auto published{settings};
    if (edit_settings) edit_settings(published);
    head.settings = put_packed(publication::format_settings(published));
    for (auto const& [number, post] : officers) {
      auto const photo{photo_of(number, post)};
      auto const hash{crypto::sha256(photo)};
      put(publication::object_path(hash), photo);
      media.push_back(
          {.sha256 = hash, .size = static_cast<std::int64_t>(photo.size()), .kind = "png"});
      head.media.bytes += media.back().size;
    }
  }
  head.media.count = static_cast<std::int64_t>(media.size());
  head.media.object = put_packed(publication::format_media_list(std::move(media)));
  for (auto const& [id, since] : withdrawn_)
    if (domain::is_decision_type(id.substr(0, id.find('/'))) == (part == Part::decisions))
      head.withdrawn.push_back({.id = id, .sequence = since});
  return head;
}

std::filesystem::path Publisher::database(std::int64_t of) const {
  return folder_.path() / fmt::format("{}.db", of);
}

publication::LogObject Publisher::put_log(Part part, std::int64_t from) {
  auto const file{folder_.path() / "work.oplog"};
  std::optional<std::filesystem::path> older;
  if (from != 0) older = database(from);
  auto const log{
      must(store::write_op_log(older, database(sequence), part, file, publication::Level::quick))};
  put(publication::object_path(log.object.sha256),
      must(read_file(file, static_cast<std::size_t>(log.object.size))));
  return log;
}

publication::PackedObject Publisher::put_packed(std::string_view text) {
  auto const packed{must(publication::pack(text, publication::Level::quick))};
  put(publication::object_path(packed.object.sha256), packed.bytes);
  return packed.object;
}

std::string Publisher::role_of(Part part) const {
  return fmt::format("{}.{}", hall_, name_of(part));
}

trust::Delegations Publisher::delegations() const {
  trust::Delegations given;
  auto const publisher{trust::key_id(publisher_)};
  auto const reviewer{trust::key_id(reviewer_)};
  given.keys = {{publisher, publisher_}, {reviewer, reviewer_}};
  given.roles = {{.name = role_of(Part::records),
                  .keys = {.key_ids = {publisher}, .threshold = 1},
                  .terminating = true,
                  .paths = {publication::part_target(hall_, Part::records)}},
                 {.name = role_of(Part::decisions),
                  .keys = {.key_ids = {publisher, reviewer}, .threshold = 2},
                  .terminating = true,
                  .paths = {publication::part_target(hall_, Part::decisions)}}};
  return given;
}

trust::MetaFile Publisher::put_targets(std::string const& role, trust::Targets const& targets,
                                       std::vector<crypto::SigningKey> const& signers) {
  auto const bytes{must(trust::sign(targets, signers))};
  put(fmt::format("tuf/{}.{}.json", version, role), bytes);
  return trust::describe(version, bytes);
}

void Publisher::put_metadata(Instant now) {
  ++version;
  auto const expires{now + trust::lifetime(trust::Role::targets)};
  trust::Targets top{.version = version, .expires = expires, .files = {}};
  if (delegate_hall) top.delegations = delegations();
  trust::Snapshot snapshot{
      .version = version, .expires = now + trust::lifetime(trust::Role::snapshot), .files = {}};
  snapshot.files["targets.json"] = put_targets("targets", top, keys[trust::Role::targets]);
  for (auto const part : publication::all_parts)
    snapshot.files[role_of(part) + ".json"] =
        put_targets(role_of(part), {.version = version, .expires = expires, .files = named_[part]},
                    part == Part::records ? records_signers : decisions_signers);
  auto const bytes{must(trust::sign(snapshot, keys[trust::Role::snapshot]))};
  put(fmt::format("tuf/{}.snapshot.json", version), bytes);
  snapshot_ = trust::describe(version, bytes);
  restamp(now);
}

void Publisher::restamp(Instant now) {
  ++timestamp_version;
  put("tuf/timestamp.json",
      must(trust::sign(trust::Timestamp{.version = timestamp_version,
                                        .expires = now + trust::lifetime(trust::Role::timestamp),
                                        .issued = now,
                                        .snapshot = snapshot_},
                       keys[trust::Role::timestamp])));
}

void Publisher::rotate_keys() {
  auto signers{keys[trust::Role::root]};
  keys = must(trust::make_keyring());
  signers.push_back(keys[trust::Role::root][0]);
  root_ = trust::root_for(keys, root_.version + 1, first_day);
  put(fmt::format("tuf/{}.root.json", root_.version), must(trust::sign(root_, signers)));
}

void Publisher::put(std::string const& path, std::string const& bytes) {
  must(make_folders((repo() / path).parent_path()));
  must(write_file(repo() / path, bytes));
}

std::string Publisher::bytes_of(std::string const& path) const {
  return must(read_file(repo() / path, 10'000'000));
}

PartHead Publisher::head(Part part) const {
  return must(publication::parse_part_head(bytes_of(head_paths_.at(part))));
}

}  // namespace mingshi::doubles
