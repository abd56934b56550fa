#pragma once

#include "core/base/file.hpp"
#include "core/crypto/crypto.hpp"
#include "core/publication/head.hpp"
#include "core/publication/repository.hpp"
#include "core/store/generation.hpp"
#include "core/store/writer.hpp"
#include "core/trust/signing.hpp"
#include "tests/doubles/http_server.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mingshi::sync {

/// 2026-11-23T00:00:00Z, when all these tests begin.
inline constexpr Instant test_now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// Throws away the "it worked" of a step that must.
inline void must(Result<void> const& result) {
  if (!result) throw std::runtime_error{result.error().detail()};
}

/// A publisher with a real repository behind a real web server, and all the ways to go wrong.
class TestHub {
 public:
  using EditHead = std::function<void(publication::Head&)>;
  using EditGeneration = std::function<void(store::Generation&)>;

  TestHub()
      : server_{[this](doubles::HttpRequest const& request) {
          auto response{doubles::file_response(repo(), request)};
          if (misbehave) misbehave(request, response);
          return response;
        }} {
    root_ = trust::root_for(keys, 1, test_now);
    put("tuf/1.root.json", trust::sign(root_, keys[trust::Role::root]).value());
    put("root.json", bytes_of("tuf/1.root.json"));
  }

  /// Publishes the next generation: `posts` becomes the text of its one record.
  void publish(std::string const& post, Instant now = test_now, EditHead const& edit_head = {},
               EditGeneration const& edit = {}) {
    auto const generation{make_generation(post, ++sequence, now, edit)};
    auto const file{folder_ / "work.db"};
    std::filesystem::remove(file);
    must(store::write(file, generation));
    auto const database{read_file(file, 10'000'000).value()};
    publication::Head head{.hall = "mingchuan",
                           .sequence = sequence,
                           .schema = store::schema_version,
                           .issued = now,
                           .rows = {{"officer", 1}},
                           .state = store::state_hash(generation.rows),
                           .database = put_object(database),
                           .media = {}};
    auto const portrait{put_object("portrait of " + post)};
    head.media = {{.sha256 = portrait.sha256, .size = portrait.size, .kind = "png"}};
    if (edit_head) edit_head(head);
    publish_head(publication::format_head(head), now);
  }

  /// Signs a head as it is, whatever it says.
  void publish_head(std::string const& head, Instant now = test_now) {
    last_head = publication::head_path("mingchuan", crypto::sha256(head));
    put(last_head, head);
    ++version;
    targets_ = trust::sign(trust::Targets{.version = version,
                                          .expires = now + trust::lifetime(trust::Role::targets),
                                          .files = {{target_path, trust::describe_target(head)}}},
                           keys[trust::Role::targets])
                   .value();
    put(publication::metadata_path(trust::Role::targets, version), targets_);
    auto const snapshot{
        trust::sign(
            trust::Snapshot{.version = version,
                            .expires = now + trust::lifetime(trust::Role::snapshot),
                            .files = {{"targets.json", trust::describe(version, targets_)}}},
            keys[trust::Role::snapshot])
            .value()};
    snapshot_ = trust::describe(version, snapshot);
    put(publication::metadata_path(trust::Role::snapshot, version), snapshot);
    restamp(now);
  }

  /// Says again that this is current.
  void restamp(Instant now) {
    ++timestamp_version;
    put("tuf/timestamp.json",
        trust::sign(trust::Timestamp{.version = timestamp_version,
                                     .expires = now + trust::lifetime(trust::Role::timestamp),
                                     .issued = now,
                                     .snapshot = snapshot_},
                    keys[trust::Role::timestamp])
            .value());
  }

  /// Replaces every key through a root that the old root key signs too.
  void rotate_keys() {
    auto signers{keys[trust::Role::root]};
    keys = trust::make_keyring().value();
    signers.push_back(keys[trust::Role::root][0]);
    root_ = trust::root_for(keys, root_.version + 1, test_now);
    put(publication::metadata_path(trust::Role::root, root_.version),
        trust::sign(root_, signers).value());
  }

  publication::Object put_object(std::string const& bytes) {
    publication::Object object{.sha256 = crypto::sha256(bytes),
                               .size = static_cast<std::int64_t>(bytes.size())};
    put(publication::object_path(object.sha256), bytes);
    return object;
  }
  void put(std::string const& path, std::string const& bytes) {
    must(make_folders((repo() / path).parent_path()));
    must(write_file(repo() / path, bytes));
  }
  [[nodiscard]] std::string bytes_of(std::string const& path) const {
    return read_file(repo() / path, 10'000'000).value();
  }
  [[nodiscard]] publication::Head head() const {
    return publication::parse_head(bytes_of(last_head)).value();
  }
  [[nodiscard]] std::filesystem::path repo() const { return folder_ / "repo"; }
  [[nodiscard]] doubles::HttpServer& server() { return server_; }

  /// The paths asked for since the last call.
  [[nodiscard]] std::vector<std::string> asked() {
    std::vector<std::string> paths;
    for (auto const& request : server_.requests()) paths.push_back(request.path);
    server_.forget_requests();
    return paths;
  }

  trust::Keyring keys{trust::make_keyring().value()};
  std::int64_t sequence{0};
  std::int64_t version{0};
  std::int64_t timestamp_version{0};
  std::string target_path{publication::head_target("mingchuan")};
  std::string last_head;  ///< where the newest head lies
  /// Changes a response on its way out. Set it only while no request is under way.
  std::function<void(doubles::HttpRequest const&, doubles::HttpResponse&)> misbehave;

 private:
  static store::Generation make_generation(std::string const& post, std::int64_t sequence,
                                           Instant now, EditGeneration const& edit) {
    std::string const projection{R"({"name":"𠮷红","position":")" + post + "\"}"};
    store::Generation generation;
    generation.hall.id = "mingchuan";
    generation.hall.name = "明川区劳动监察大队";
    generation.hall.sample = true;
    generation.sequence = sequence;
    generation.issued = now;
    generation.rows = {{.id = "officer/99150310027",
                        .type = "officer",
                        .projection = projection,
                        .sha256 = crypto::sha256(projection),
                        .publish_from = {},
                        .publish_until = {}}};
    generation.programme = "{}";
    if (edit) edit(generation);
    return generation;
  }

  tests::TempFolder folder_;
  trust::Root root_;
  std::string targets_;
  trust::MetaFile snapshot_;
  doubles::HttpServer server_;  // last: its thread uses the rest
};

}  // namespace mingshi::sync
