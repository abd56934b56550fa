/// Metadata as a hostile server sends it: read as every role, taken as a trust anchor, and offered
/// to a client that trusts somebody else.

#include "core/trust/metadata.hpp"
#include "core/trust/trusted_set.hpp"
#include "tests/fuzz/claim.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace trust = mingshi::trust;

namespace {

constexpr mingshi::Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

template <typename Document>
void read(Document const& document) {
  if (!document) return;
  MS_CLAIM(document->content.version >= 1);
  MS_CLAIM(!document->signed_bytes.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libFuzzer's signature
  std::string_view const bytes{reinterpret_cast<char const*>(data), size};
  read(trust::parse_root(bytes));
  read(trust::parse_timestamp(bytes));
  read(trust::parse_snapshot(bytes));
  read(trust::parse_targets(bytes));
  trust::Stored const anchor{
      .root = std::string{bytes}, .timestamp = {}, .snapshot = {}, .targets = {}};
  auto set{trust::TrustedSet::load(anchor, now)};
  if (!set) return 0;
  auto const before{set->stored()};
  // A root never follows itself, nor is it any other document.
  MS_CLAIM(!set->update_root(bytes));
  MS_CLAIM(!set->update_timestamp(bytes));
  MS_CLAIM(!set->update_snapshot(bytes));
  MS_CLAIM(set->stored() == before);
  return 0;
}
