#include "hub/publish/publish.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/domain/projection.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/repository.hpp"
#include "core/store/reader.hpp"
#include "hub/keys/key_folder.hpp"
#include "hub/records/hub_lock.hpp"
#include "hub/records/records.hpp"
#include "tests/doubles/temp_folder.hpp"
#include "tests/unit/hub/publish/follower.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <string>

namespace mingshi::hub {
namespace {

namespace fs = std::filesystem;
using publication::Part;
using publication::PartHead;
using tests::Follower;
using tests::TempFolder;
using namespace std::chrono_literals;

constexpr std::size_t cap{1U << 26U};
constexpr Instant monday{Day{2026y / 11 / 23} + 6h};

std::string portrait() {
  return std::string{"\x89PNG\r\n\x1a\n"} + "drawn";
}

/// A hub folder with one officer and one notice that ends on the 30th.
struct Hub {
  TempFolder dir;
  ProductData product;

  Hub() {
    auto read{read_product_data(fs::path{MS_SOURCE_DIR} / "assets")};
    if (!read) FAIL(read.error().detail());
    product = *std::move(read);
    auto const sha{crypto::sha256(portrait())};
    REQUIRE(make_folders(dir / "media" / sha.substr(0, 2)));
    REQUIRE(write_file(dir / "media" / sha.substr(0, 2) / sha, portrait()));
    REQUIRE(write_file(dir / "hall.toml", "id = \"mingchuan\"\nname = \"明川区\"\n"));
    put(officer("科员"));
    put({.type = "notice",
         .fields = {{"title", std::string{"公告"}},
                    {"body", std::string{"正文"}},
                    {"issuer", std::string{"大队"}},
                    {"published_on", Day{2026y / 11 / 1}},
                    {"until", Day{2026y / 11 / 30}}}});
  }
  static domain::Record officer(std::string position) {
    return {.type = "officer",
            .fields = {{"name", std::string{"单红"}},
                       {"unit", std::string{"一中队"}},
                       {"position", std::move(position)},
                       {"certificate_no", std::string{"99150310027"}},
                       {"category", std::string{"劳动监察"}},
                       {"region", std::string{"明川区"}},
                       {"photo", crypto::sha256(portrait())}}};
  }
  static domain::Record penalty() {
    return {.type = "penalty",
            .fields = {{"document_no", std::string{"明劳监罚〔2026〕99号"}},
                       {"case_name", std::string{"示例案"}},
                       {"party_name", std::string{"示例公司"}},
                       {"party_kind", std::string{"法人"}},
                       {"decision_date", Day{2026y / 11 / 19}}}};
  }
  void put(domain::Record record) const {
    auto records{Records::open(dir.path())};
    REQUIRE(records);
    REQUIRE(records->put(product.catalogue, {{std::move(record), "test", 0}}, monday));
  }
  [[nodiscard]] Result<Published> try_publish(Instant now = monday) const {
    return publish(dir.path(), product, ReviewGate::unreviewed_sample, now);
  }
  [[nodiscard]] Published published(Instant now = monday) const {
    auto done{try_publish(now)};
    if (!done) FAIL(done.error().detail());
    return *std::move(done);
  }
  [[nodiscard]] std::string file(std::string const& path) const {
    auto bytes{read_file(dir / "repo" / path, cap)};
    if (!bytes) FAIL(bytes.error().detail());
    return *std::move(bytes);
  }
  /// Follows the repository as a terminal does that has only the trust anchor.
  [[nodiscard]] Follower follower(Instant now) const { return Follower{dir / "repo", now}; }
  [[nodiscard]] PartHead part(Part which, Instant now) const {
    return follower(now).part("mingchuan", which);
  }
  /// The database that a terminal makes of the repository, from nothing.
  [[nodiscard]] store::Generation applied(Instant now) const {
    auto const file{dir / "applied.db"};
    fs::remove(file);
    follower(now).apply("mingchuan", std::nullopt, file);
    auto reader{store::Reader::open(file)};
    REQUIRE(reader);
    auto generation{reader->generation()};
    REQUIRE(generation);
    return *std::move(generation);
  }
  [[nodiscard]] bool has_object(std::string const& sha256) const {
    return fs::exists(dir / "repo" / publication::object_path(sha256));
  }
  /// Everything in the repository with its content, to see that nothing was touched.
  [[nodiscard]] std::map<std::string, std::string> snapshot() const {
    std::map<std::string, std::string> all;
    if (!fs::exists(dir / "repo")) return all;
    for (auto const& entry : fs::recursive_directory_iterator{dir / "repo"})
      if (entry.is_regular_file())
        all.emplace(entry.path().string(), read_file(entry.path(), cap).value_or("?"));
    return all;
  }
};

TEST_CASE("publish: without a passed review nothing is published, and the message says why",
          "[publish][errors]") {
  Hub const hub;
  auto const done{publish(hub.dir.path(), hub.product, ReviewGate::required, monday)};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::denied);
  CHECK(done.error().detail() ==
        "记录还没有经过审核，不能发布。审核功能随管理控制台提供；"
        "制作演示数据时请加 --unreviewed-sample，全部记录会标上“示例”");
  CHECK_FALSE(fs::exists(hub.dir / "repo"));
  CHECK_FALSE(fs::exists(hub.dir / "generations"));
}

TEST_CASE("publish: a folder that is no hub stays as it was, an empty hub is not published",
          "[publish][errors]") {
  Hub const hub;
  auto const nowhere{hub.dir / "mistyped"};
  auto const refused{publish(nowhere, hub.product, ReviewGate::unreviewed_sample, monday)};
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == ErrorCode::not_found);
  CHECK(refused.error().detail().contains("--hub"));
  CHECK_FALSE(fs::exists(nowhere));
  REQUIRE(Records::open(nowhere));
  auto const empty{publish(nowhere, hub.product, ReviewGate::unreviewed_sample, monday)};
  REQUIRE_FALSE(empty);
  CHECK(empty.error().code() == ErrorCode::not_found);
  CHECK_FALSE(fs::exists(nowhere / "repo"));
  CHECK_FALSE(fs::exists(nowhere / "keys"));
}

TEST_CASE("publish: a terminal with the trust anchor alone verifies everything", "[publish]") {
  Hub const hub;
  auto const done{hub.published()};
  CHECK(done.sequence == 1);
  CHECK(done.rows == std::map<std::string, std::int64_t>{{"notice", 1}, {"officer", 1}});
  auto const records{hub.part(Part::records, monday)};
  auto const decisions{hub.part(Part::decisions, monday)};
  CHECK(records.sequence == 1);
  CHECK(decisions.sequence == 1);
  CHECK(records.types.at("officer").rows == 1);
  CHECK(decisions.types.empty());
  CHECK(records.lease_hours == 720);
  CHECK(records.media.count == 1);
  CHECK(decisions.media.count == 0);
  CHECK(hub.file(publication::object_path(crypto::sha256(portrait()))) == portrait());
  CHECK(hub.follower(monday).as_of() == monday);
  auto reader{store::Reader::open(done.database)};
  REQUIRE(reader);
  auto const published{reader->generation()};
  REQUIRE(published);
  auto const applied{hub.applied(monday)};
  CHECK(applied.rows == published->rows);
  CHECK(applied.search_keys == published->search_keys);
  CHECK(applied.programme == published->programme);
  CHECK(applied.media == published->media);
  CHECK(applied.hall == published->hall);
}

TEST_CASE("publish: decisions go into the part that the legal reviewer signs", "[publish]") {
  Hub const hub;
  hub.put(Hub::penalty());
  static_cast<void>(hub.published());
  CHECK_FALSE(hub.part(Part::records, monday).types.contains("penalty"));
  CHECK(hub.part(Part::decisions, monday).types.at("penalty").rows == 1);
  fs::remove(hub.dir / "keys/reviewer.key");
  hub.put(Hub::officer("队长"));
  auto const before{hub.snapshot()};
  auto const done{hub.try_publish(monday + 1h)};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::denied);
  CHECK(done.error().detail().starts_with("大厅 mingchuan 的决定要 2 把密钥签名，这里只有 1 把"));
  CHECK(hub.snapshot() == before);
}

TEST_CASE("publish: neither root nor targets keys are needed", "[publish]") {
  Hub const hub;
  static_cast<void>(hub.published());
  for (auto const* name : {"root.key", "targets.key"}) fs::remove(hub.dir / "keys" / name);
  hub.put(Hub::officer("队长"));
  CHECK(hub.published(monday + 1h).sequence == 2);
  CHECK(hub.part(Part::records, monday + 1h).sequence == 2);
}

TEST_CASE("publish: every record is marked and every reading of a name can be searched",
          "[publish]") {
  Hub const hub;
  auto reader{store::Reader::open(hub.published().database)};
  REQUIRE(reader);
  auto const g{reader->generation()};
  REQUIRE(g);
  CHECK(g->hall.sample);
  CHECK(g->hall.name == "明川区");
  REQUIRE(g->rows.size() == 2);
  for (auto const& row : g->rows) {
    CHECK(crypto::sha256(row.projection) == row.sha256);
    auto const* const type{hub.product.catalogue.find(row.type)};
    auto const record{domain::read_projection(*type, row.projection, row.sha256)};
    REQUIRE(record);
    CHECK(record->sample);
  }
  REQUIRE(g->search_keys.size() == 2);
  CHECK(g->search_keys[1].pinyin.front() == "shan'hong");
  CHECK(g->search_keys[1].number == "99150310027");
  CHECK(g->record_types == hub.product.declarations);
  CHECK(g->calendar == hub.product.calendar_years);
}

TEST_CASE("publish: nothing changed means no new generation, only a new timestamp", "[publish]") {
  Hub const hub;
  auto const first{hub.published()};
  auto const again{hub.published(monday + 1h)};
  CHECK(again.outcome == Outcome::nothing_changed);
  CHECK(again.sequence == 1);
  CHECK(again.database == first.database);
  CHECK(hub.follower(monday + 1h).as_of() == monday + 1h);
  CHECK(hub.part(Part::records, monday + 1h).issued == monday);
}

TEST_CASE("publish: a changed record is the next generation, reached by a delta of its change",
          "[publish]") {
  Hub const hub;
  static_cast<void>(hub.published());
  auto const older{hub.dir / "older.db"};
  hub.follower(monday).apply("mingchuan", std::nullopt, older);
  hub.put(Hub::officer("队长"));
  auto const second{hub.published(monday + 1h)};
  CHECK(second.outcome == Outcome::new_generation);
  CHECK(second.sequence == 2);
  auto const two{hub.part(Part::records, monday + 1h)};
  REQUIRE_FALSE(two.deltas.empty());
  CHECK(two.deltas.back().from == 1);
  CHECK(two.deltas.back().to == 2);
  auto const newer{hub.dir / "newer.db"};
  hub.follower(monday + 1h).apply("mingchuan", older, newer);
  auto by_delta{store::Reader::open(newer)};
  auto published{store::Reader::open(second.database)};
  REQUIRE(by_delta);
  REQUIRE(published);
  CHECK(by_delta->generation().value().rows == published->generation().value().rows);
}

TEST_CASE("publish: a record whose publication period is over is left out", "[publish]") {
  Hub const hub;
  auto const last_day{hub.published(Instant{Day{2026y / 11 / 30}} + 15h)};
  CHECK(last_day.rows.contains("notice"));
  // Half past midnight on the first of December in Shanghai.
  auto const after{hub.published(Instant{Day{2026y / 11 / 30}} + 16h + 30min)};
  CHECK(after.sequence == 2);
  CHECK_FALSE(after.rows.contains("notice"));
  CHECK(after.left_out.size() == 1);
}

TEST_CASE("publish: what is taken back is named, and no object that carries it stays",
          "[publish][privacy]") {
  Hub const hub;
  static_cast<void>(hub.published());
  auto const first{hub.part(Part::records, monday)};
  hub.put(Hub::officer("队长"));
  static_cast<void>(hub.published(monday + 1h));
  auto const after{Instant{Day{2026y / 12 / 1}} + 6h};
  static_cast<void>(hub.published(after));  // the notice's time is over
  auto const third{hub.part(Part::records, after)};
  REQUIRE(third.withdrawn.size() == 1);
  CHECK(third.withdrawn[0].id.starts_with("notice/"));
  CHECK(third.withdrawn[0].sequence == 3);
  CHECK_FALSE(hub.has_object(first.base.object.sha256));
  auto const follower{hub.follower(after)};
  for (auto const& id : follower.ids_carried(third)) CHECK_FALSE(id.starts_with("notice/"));
  // Whoever stayed at the first or second generation still finds a way.
  for (std::int64_t const from : {1, 2})
    CHECK(std::ranges::any_of(third.deltas, [&](publication::LogObject const& delta) {
      return delta.from == from && delta.to > from;
    }));
}

TEST_CASE("publish: a picture that no record shows any more is gone at once",
          "[publish][privacy]") {
  Hub const hub;
  REQUIRE(make_folders(hub.dir / "programme"));
  std::string const film{std::string{"\0\0\0\x18", 4} + "ftypisom and so on"};
  REQUIRE(write_file(hub.dir / "programme/10-检查先亮证.mp4", film));
  static_cast<void>(hub.published());
  REQUIRE(hub.has_object(crypto::sha256(film)));
  fs::remove_all(hub.dir / "programme");
  CHECK(hub.published(monday + 1h).sequence == 2);
  CHECK_FALSE(hub.has_object(crypto::sha256(film)));
  CHECK(hub.has_object(crypto::sha256(portrait())));
}

TEST_CASE("publish: a missing picture stops it and leaves the publication before",
          "[publish][errors]") {
  Hub const hub;
  static_cast<void>(hub.published());
  auto const before{hub.snapshot()};
  fs::remove_all(hub.dir / "media");
  hub.put(Hub::officer("队长"));
  auto const done{hub.try_publish(monday + 1h)};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::not_found);
  CHECK(hub.snapshot() == before);
}

TEST_CASE("publish: what an interrupted publication left behind is made anew", "[publish]") {
  Hub const hub;
  static_cast<void>(hub.published());
  REQUIRE(make_folders(hub.dir / "generations/000002"));
  REQUIRE(write_file(hub.dir / "generations/000002/disclosure.db", "half"));
  REQUIRE(write_file(hub.dir / "repo/tuf/2.mingchuan.records.json", "half"));
  REQUIRE(write_file(hub.dir / "repo/tuf/2.snapshot.json", "half"));
  CHECK(hub.part(Part::records, monday).sequence == 1);
  hub.put(Hub::officer("队长"));
  CHECK(hub.published(monday + 1h).sequence == 2);
  CHECK(hub.part(Part::records, monday + 1h).sequence == 2);
}

TEST_CASE("publish: keys are the owner's alone, and lost ones are not silently replaced",
          "[publish][errors]") {
  Hub const hub;
  static_cast<void>(hub.published());
  struct stat info{};
  REQUIRE(::stat((hub.dir / "keys").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0700U);
  for (auto const* name : {"keys/publisher.key", "keys/passphrase"}) {
    REQUIRE(::stat((hub.dir / name).c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600U);
  }
  auto const before{hub.snapshot()};
  fs::remove(hub.dir / "keys/snapshot.key");
  hub.put(Hub::officer("队长"));
  auto const done{hub.try_publish(monday + 1h)};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::denied);
  CHECK(done.error().detail().contains("从备份恢复"));
  CHECK(hub.snapshot() == before);
}

TEST_CASE("publish: keys without a root are a ceremony's, and no sample is made over them",
          "[publish][errors]") {
  Hub const hub;
  REQUIRE(make_key(hub.dir / "keys", {.name = "zhang"}, "a long passphrase", monday));
  auto const done{hub.try_publish()};
  REQUIRE_FALSE(done);
  CHECK(done.error().code() == ErrorCode::conflict);
  CHECK_FALSE(fs::exists(hub.dir / "repo"));
}

TEST_CASE("publish: an object that rotted in the repository is replaced", "[publish]") {
  Hub const hub;
  static_cast<void>(hub.published());
  auto const picture{publication::object_path(crypto::sha256(portrait()))};
  REQUIRE(write_file(hub.dir / "repo" / picture, "rotten"));
  hub.put(Hub::officer("队长"));
  static_cast<void>(hub.published(monday + 1h));
  CHECK(hub.file(picture) == portrait());
}

TEST_CASE("publish: whoever serves the repository can read it, however the hub keeps its own",
          "[publish]") {
  Hub const hub;
  auto const sha{crypto::sha256(portrait())};
  fs::permissions(hub.dir / "media" / sha.substr(0, 2) / sha,
                  fs::perms::owner_read | fs::perms::owner_write);
  static_cast<void>(hub.published());
  auto const served{fs::status(hub.dir / "repo" / publication::object_path(sha)).permissions()};
  CHECK((served & fs::perms::others_read) != fs::perms::none);
}

TEST_CASE("publish: films of the programme folder are carried and played", "[publish]") {
  Hub const hub;
  REQUIRE(make_folders(hub.dir / "programme"));
  std::string const film{std::string{"\0\0\0\x18", 4} + "ftypisom and so on"};
  REQUIRE(write_file(hub.dir / "programme/10-检查先亮证.mp4", film));
  static_cast<void>(hub.published());
  CHECK(hub.part(Part::records, monday).media.count == 2);
  CHECK(hub.file(publication::object_path(crypto::sha256(film))) == film);
}

TEST_CASE("renew: the timestamp is newer and everything else stays", "[publish]") {
  Hub const hub;
  static_cast<void>(hub.published());
  auto before{hub.snapshot()};
  REQUIRE(renew_timestamp(hub.dir.path(), monday + 5min));
  CHECK(hub.follower(monday + 5min).as_of() == monday + 5min);
  auto after{hub.snapshot()};
  auto const timestamp{(hub.dir / "repo/tuf/timestamp.json").string()};
  CHECK(before[timestamp] != after[timestamp]);
  before.erase(timestamp);
  after.erase(timestamp);
  CHECK(before == after);
}

TEST_CASE("renew: only the online keys are needed", "[publish]") {
  Hub const hub;
  static_cast<void>(hub.published());
  for (auto const* name : {"root", "targets", "publisher", "reviewer"})
    fs::remove(hub.dir / "keys" / (std::string{name} + ".key"));
  auto const renewed{renew_timestamp(hub.dir.path(), monday + 10 * 24h)};
  REQUIRE(renewed);
  CHECK(renewed->soon_over.empty());
  CHECK(hub.follower(monday + 10 * 24h).as_of() == monday + 10 * 24h);
  auto const late{renew_timestamp(hub.dir.path(), monday + 155 * 24h)};
  REQUIRE(late);
  REQUIRE(late->soon_over.size() == 3);  // records, decisions, targets
  CHECK(late->soon_over[0].contains("mingshi repo renew"));
  fs::remove(hub.dir / "keys/timestamp.key");
  auto const without{renew_timestamp(hub.dir.path(), monday + 155 * 24h)};
  REQUIRE_FALSE(without);
  CHECK(without.error().code() == ErrorCode::denied);
}

TEST_CASE("renew: snapshot and targets follow before their time is over", "[publish]") {
  Hub const hub;
  static_cast<void>(hub.published());
  auto const later{monday + std::chrono::days{100}};
  for (auto now{monday}; now < later; now += std::chrono::days{5})
    REQUIRE(renew_timestamp(hub.dir.path(), now));
  CHECK(hub.part(Part::records, later).sequence == 1);
}

TEST_CASE("renew: nothing published is not_found, a busy hub is a timeout", "[publish][errors]") {
  Hub const hub;
  auto const nothing{renew_timestamp(hub.dir.path(), monday)};
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code() == ErrorCode::not_found);
  auto const held{HubLock::acquire(hub.dir.path(), WhenBusy::wait)};
  REQUIRE(held);
  auto const busy{renew_timestamp(hub.dir.path(), monday)};
  REQUIRE_FALSE(busy);
  CHECK(busy.error().code() == ErrorCode::timeout);
}

}  // namespace
}  // namespace mingshi::hub
