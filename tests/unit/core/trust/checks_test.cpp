#include "core/trust/checks.hpp"

#include "catch2/catch_test_macros.hpp"
#include "core/crypto/crypto.hpp"
#include "tests/unit/core/trust/hub_of_test.hpp"

#include <chrono>
#include <string>

using namespace mingshi;
using namespace mingshi::trust;
using std::chrono::seconds;

namespace {

/// The code of a refusal; `bug` when there was none.
ErrorCode code(Result<void> const& result) {
  return result ? ErrorCode::bug : result.error().code();
}

std::string sha512(std::string_view bytes) {
  return crypto::digest("sha512", bytes).value();
}

Timestamp timestamp(std::int64_t version, std::int64_t snapshot) {
  return {.version = version,
          .expires = {},
          .issued = {},
          .snapshot = {.version = snapshot, .length = {}, .sha256 = {}}};
}

}  // namespace

TEST_CASE("checks: what is named of a document must all be so", "[trust][checks]") {
  MetaFile const nothing{.version = 1, .length = {}, .sha256 = {}};
  CHECK(check_bytes("r", nothing, "abc"));
  auto named{nothing};
  named.length = 3;
  CHECK(check_bytes("r", named, "abc"));
  CHECK(code(check_bytes("r", named, "ab")) == ErrorCode::corrupt);
  named = nothing;
  named.sha256 = crypto::sha256("abc");
  CHECK(check_bytes("r", named, "abc"));
  CHECK(code(check_bytes("r", named, "abd")) == ErrorCode::corrupt);
  named.other_hashes = {{"sha512", sha512("abc")}};
  CHECK(check_bytes("r", named, "abc"));
  named.other_hashes = {{"sha512", sha512("abd")}};
  CHECK(code(check_bytes("r", named, "abc")) == ErrorCode::corrupt);
  named.other_hashes = {{"unknown-hash", "00"}};
  CHECK(code(check_bytes("r", named, "abc")) == ErrorCode::corrupt);
  named = nothing;
  named.other_hashes = {{"sha384", crypto::digest("sha384", "abc").value()}};
  CHECK(check_bytes("r", named, "abc"));
}

TEST_CASE("checks: a target has a length and at least one hash, and all must be so",
          "[trust][checks]") {
  Target const good{describe_target("abc")};
  CHECK(check_bytes("p", good, "abc"));
  CHECK(code(check_bytes("p", good, "abd")) == ErrorCode::corrupt);
  auto longer{good};
  longer.length = 4;
  CHECK(code(check_bytes("p", longer, "abc")) == ErrorCode::corrupt);
  auto both{good};
  both.other_hashes = {{"sha512", sha512("abc")}};
  CHECK(check_bytes("p", both, "abc"));
  both.other_hashes = {{"sha512", sha512("x")}};
  CHECK(code(check_bytes("p", both, "abc")) == ErrorCode::corrupt);
  both = good;
  both.sha256 = crypto::sha256("x");
  both.other_hashes = {{"sha512", sha512("abc")}};
  CHECK(code(check_bytes("p", both, "abc")) == ErrorCode::corrupt);
  Target const only{.length = 3, .sha256 = {}, .other_hashes = {{"sha512", sha512("abc")}}};
  CHECK(check_bytes("p", only, "abc"));
  CHECK(code(check_bytes("p", only, "abd")) == ErrorCode::corrupt);
  Target const none{.length = 3, .sha256 = {}};
  CHECK(code(check_bytes("p", none, "abc")) == ErrorCode::corrupt);
}

TEST_CASE("checks: a document is good up to the second before it expires", "[trust][checks]") {
  CHECK(check_expiry("r", 1, test_now, test_now - seconds{1}));
  CHECK(code(check_expiry("r", 1, test_now, test_now)) == ErrorCode::timeout);
  CHECK(code(check_expiry("r", 1, test_now, test_now + seconds{1})) == ErrorCode::timeout);
}

TEST_CASE("checks: a timestamp goes back in neither of its versions", "[trust][checks]") {
  auto const kept{timestamp(5, 7)};
  CHECK(check_timestamp_rollback(kept, timestamp(5, 7)));
  CHECK(check_timestamp_rollback(kept, timestamp(6, 8)));
  CHECK(code(check_timestamp_rollback(kept, timestamp(4, 8))) == ErrorCode::conflict);
  CHECK(code(check_timestamp_rollback(kept, timestamp(6, 6))) == ErrorCode::conflict);
}

TEST_CASE("checks: a version is the one that is named", "[trust][checks]") {
  MetaFile const named{.version = 3, .length = {}, .sha256 = {}};
  CHECK(check_version("r", named, 3));
  CHECK(code(check_version("r", named, 2)) == ErrorCode::corrupt);
  CHECK(code(check_version("r", named, 4)) == ErrorCode::corrupt);
}
