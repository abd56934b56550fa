#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/trust/trusted_time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What a terminal did, written down so that it can be carried up and counted once.
/// @source docs/formats/receipt.md
namespace mingshi::receipt {

enum class Kind : std::uint8_t {
  applied,          ///< a generation became the current one
  shown,            ///< something stood on a screen
  withdrawn,        ///< a record left this terminal before its generation did
  hidden_by_lease,  ///< out of contact for too long: what may not be vouched for was taken away
  fault             ///< something went wrong, the loss of receipts included
};
inline constexpr std::array all_kinds{Kind::applied, Kind::shown, Kind::withdrawn,
                                      Kind::hidden_by_lease, Kind::fault};

/// "applied", "shown", "withdrawn", "hidden_by_lease", "fault".
[[nodiscard]] std::string_view name_of(Kind kind);
/// None for any other text.
[[nodiscard]] std::optional<Kind> parse_kind(std::string_view text);

/// One fact of a receipt. Never personal data of a citizen.
using Fact = std::variant<std::string, std::int64_t, std::vector<std::string>>;
using Facts = std::map<std::string, Fact, std::less<>>;

struct Receipt {
  std::string id;  ///< UUIDv7: the idempotency key. Who gets it twice has got it once
  Kind kind{Kind::fault};
  Instant at{};                                                 ///< the trusted time
  trust::Confidence confidence{trust::Confidence::floor_only};  ///< of `at`
  std::string hall;
  std::string terminal;      ///< empty until the terminal is enrolled
  std::int64_t sequence{0};  ///< of the generation it is about; 0 = none
  std::string subject;       ///< record id, "generation", a trouble code …: docs/formats/receipt.md
  Facts detail;
  friend bool operator==(Receipt const&, Receipt const&) = default;
};

/// One canonical JSON object, without a newline.
[[nodiscard]] std::string format(Receipt const& receipt);
/// Reads what format() wrote; members it does not know are passed over.
/// @errors invalid_input not JSON, a field missing or of another kind; unsupported another kind of
/// receipt: written by newer software
[[nodiscard]] Result<Receipt> parse(std::string_view json);

/// The random part of a UUIDv7. @unit bytes
using UuidRandom = std::array<std::uint8_t, 10>;
/// "0193…-7…-…": RFC 9562 §5.7. A time outside the 48 bits it has is clamped.
[[nodiscard]] std::string uuid_v7(std::chrono::milliseconds since_1970, UuidRandom const& random);
/// A new id at that time, from the operating system's randomness. @errors io there is none
[[nodiscard]] Result<std::string> new_id(Instant at);

}  // namespace mingshi::receipt
