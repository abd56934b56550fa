#include "sync/fetch/mirror_source.hpp"

#include "catch2/catch_test_macros.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

using namespace mingshi;
using namespace mingshi::sync;
using namespace std::chrono_literals;

namespace {

using Time = MirrorOrder::Time;

/// A mirror that does as it is told and remembers what it was asked.
struct Fake final : Source {
  explicit Fake(std::string n) : name{std::move(n)} {}
  Result<Document> get(std::string_view path, std::size_t, std::string_view known) override {
    asked.emplace_back(path);
    versions.emplace_back(known);
    if (failure) return fail(*failure, name);
    if (known == "v") return Document{.bytes = std::nullopt, .version = "v"};
    return Document{.bytes = name, .version = "v"};
  }
  Result<void> download_all(std::span<Download const> all) override {
    for (auto const& one : all) asked.push_back(one.path);
    if (failure) return fail(*failure, name);
    return {};
  }
  std::optional<std::chrono::seconds> retry_after() const override { return wait; }
  std::string_view place() const override { return name; }

  std::string name;
  std::optional<ErrorCode> failure;
  std::optional<std::chrono::seconds> wait;
  std::vector<std::string> asked;
  std::vector<std::string> versions;
};

struct Mirrors {
  Mirrors() {
    std::vector<std::unique_ptr<Source>> sources;
    for (auto const* name : {"a", "b", "c"}) {
      auto one{std::make_unique<Fake>(name)};
      fakes.push_back(one.get());
      sources.push_back(std::move(one));
    }
    source = std::make_unique<MirrorSource>(std::move(sources), [this] { return now; });
  }
  /// Who gave the document.
  std::string get(std::string_view known = {}) {
    auto const document{source->get("x", 10, known)};
    return document ? document->bytes.value_or("same") : "failed at " + document.error().detail();
  }
  Time now{1000h};
  std::vector<Fake*> fakes;
  std::unique_ptr<MirrorSource> source;
};

}  // namespace

TEST_CASE("mirrors: the first one is asked as long as it answers", "[fetch]") {
  Mirrors m;
  CHECK(m.get() == "a");
  CHECK(m.get() == "a");
  CHECK(m.fakes[1]->asked.empty());
  CHECK(m.source->place() == "a");
}

TEST_CASE("mirrors: when one fails the next is asked, and the bad one is left alone for a while",
          "[fetch]") {
  Mirrors m;
  m.fakes[0]->failure = ErrorCode::network;
  CHECK(m.get() == "b");
  CHECK(m.source->place() == "b");
  CHECK(m.get() == "b");
  CHECK(m.fakes[0]->asked.size() == 1);
  m.fakes[0]->failure.reset();
  m.now += 59s;
  CHECK(m.get() == "b");
  m.now += 1s;
  CHECK(m.get() == "a");
}

TEST_CASE("mirrors: one that fails again and again is left alone for longer", "[fetch]") {
  MirrorOrder order{2};
  Time now{1000h};
  std::vector<std::int64_t> minutes;
  for (int i{0}; i < 9; ++i) {
    order.failed(0, now);
    auto const start{now};
    while (order.is_bad(0, now)) now += 1min;
    minutes.push_back((now - start) / 1min);
    order.worked(0, now);  // once is not enough to be trusted again
  }
  CHECK(minutes == std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 64, 64, 64});
  now += 64min;
  order.worked(0, now);
  order.failed(0, now);
  CHECK(order.is_bad(0, now + 59s));
  CHECK_FALSE(order.is_bad(0, now + 60s));
}

TEST_CASE("mirrors: the bad ones are the last resort, soonest forgiven first", "[fetch]") {
  Mirrors m;
  for (auto* fake : m.fakes) fake->failure = ErrorCode::timeout;
  CHECK(m.get() == "failed at a");
  m.now += 1s;
  m.fakes[2]->failure.reset();
  CHECK(m.get() == "c");
  CHECK(m.fakes[0]->asked.size() == 2);
}

TEST_CASE("mirrors: a document that one does not have may be had from the next", "[fetch]") {
  Mirrors m;
  m.fakes[0]->failure = ErrorCode::not_found;
  CHECK(m.get() == "b");
  m.fakes[1]->failure = ErrorCode::not_found;
  m.fakes[2]->failure = ErrorCode::not_found;
  CHECK(m.source->get("x", 10, "").error().code() == ErrorCode::not_found);
}

TEST_CASE("mirrors: that there is none is an answer; who does not answer does not change it",
          "[fetch]") {
  Mirrors m;
  m.fakes[0]->failure = ErrorCode::network;
  CHECK(m.get() == "b");
  m.fakes[1]->failure = ErrorCode::not_found;
  m.fakes[2]->failure = ErrorCode::not_found;
  auto const before{m.fakes[0]->asked.size()};
  CHECK(m.source->get("x", 10, "").error().code() == ErrorCode::not_found);
  CHECK(m.fakes[0]->asked.size() == before);
}

TEST_CASE("mirrors: one mirror's version is not told to another", "[fetch]") {
  Mirrors m;
  auto const first{m.source->get("x", 10, "").value()};
  CHECK_FALSE(m.source->get("x", 10, first.version).value().bytes);
  CHECK(m.fakes[0]->versions.back() == "v");
  m.fakes[0]->failure = ErrorCode::network;
  CHECK(m.get(first.version) == "b");
  CHECK(m.fakes[1]->versions.back().empty());
}

TEST_CASE("mirrors: a mirror whose word did not verify is asked last", "[fetch]") {
  Mirrors m;
  REQUIRE(m.get() == "a");
  m.source->distrust();
  CHECK(m.get() == "b");
  m.source->distrust();
  CHECK(m.get() == "c");
  m.now += 1min;
  CHECK(m.get() == "a");
}

TEST_CASE("mirrors: objects that one lacks are asked of the next", "[fetch]") {
  Mirrors m;
  std::vector<Download> const all{{.path = "o/1", .size = 1, .sha256 = {}, .file = {}},
                                  {.path = "o/2", .size = 1, .sha256 = {}, .file = {}}};
  m.fakes[0]->failure = ErrorCode::corrupt;
  m.fakes[1]->failure = ErrorCode::not_found;
  CHECK(m.source->download_all(all));
  CHECK(m.fakes[2]->asked == std::vector<std::string>{"o/1", "o/2"});
}

TEST_CASE("mirrors: a failure of our own disk, or a request to stop, is the end", "[fetch]") {
  for (auto const code : {ErrorCode::io, ErrorCode::cancelled}) {
    Mirrors m;
    m.fakes[0]->failure = code;
    CHECK(m.source->get("x", 10, "").error().code() == code);
    CHECK(m.source->download_all({}).error().code() == code);
    CHECK(m.fakes[1]->asked.empty());
  }
}

TEST_CASE("mirrors: one rude mirror does not silence the rest", "[fetch]") {
  Mirrors m;
  for (auto* fake : m.fakes) {
    fake->failure = ErrorCode::network;
    fake->wait = 1h;
  }
  static_cast<void>(m.get());
  CHECK(m.source->retry_after() == 1h);
  m.fakes[1]->wait = 60s;
  static_cast<void>(m.get());
  CHECK(m.source->retry_after() == 60s);
  m.fakes[2]->wait.reset();
  static_cast<void>(m.get());
  CHECK_FALSE(m.source->retry_after());
}
