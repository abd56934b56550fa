#include "kiosk/evidence/evidence.hpp"

#include "core/base/file.hpp"
#include "core/receipt/spool.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>

using namespace mingshi;
using namespace mingshi::kiosk;
namespace fs = std::filesystem;

namespace {

class Scratch {
 public:
  [[nodiscard]] fs::path spool() const { return folder_ / "receipts/kiosk"; }

 private:
  tests::TempFolder folder_;
};

receipt::Receipt shown(std::string subject) {
  receipt::Receipt receipt;
  receipt.kind = receipt::Kind::shown;
  receipt.at = parse_instant("2026-11-23T06:32:00Z").value();
  receipt.subject = std::move(subject);
  return receipt;
}

}  // namespace

TEST_CASE("evidence: what was said before the end is in the spool, in order, each with an id",
          "[evidence]") {
  Scratch const scratch;
  {
    Evidence evidence{scratch.spool(), Log::none()};
    for (int i{0}; i < 50; ++i) evidence.write(shown("notice/" + std::to_string(i)));
  }
  auto const entries{receipt::read(scratch.spool(), 0, 100).value()};
  REQUIRE(entries.size() == 50);
  for (std::size_t i{0}; i < entries.size(); ++i) {
    CHECK(entries[i].receipt.subject == "notice/" + std::to_string(i));
    CHECK(entries[i].receipt.id.size() == 36);
  }
}

TEST_CASE("evidence: the second kiosk of a terminal has a spool of its own", "[evidence]") {
  Scratch const scratch;
  auto const taken{receipt::Spool::open(scratch.spool())};
  REQUIRE(taken);
  {
    Evidence evidence{scratch.spool(), Log::none()};
    evidence.write(shown("notice/1"));
  }
  CHECK(receipt::read(scratch.spool(), 0, 10).value().empty());
  CHECK(receipt::read(scratch.spool().parent_path() / "kiosk-2", 0, 10).value().size() == 1);
}

TEST_CASE("evidence: without a place to write the kiosk goes on", "[evidence][errors]") {
  Scratch const scratch;
  REQUIRE(make_folders(scratch.spool().parent_path()));
  REQUIRE(write_file(scratch.spool(), "a file"));
  Evidence evidence{scratch.spool(), Log::none()};
  evidence.write(shown("notice/1"));
  CHECK(read_file(scratch.spool(), 100).value() == "a file");
}
