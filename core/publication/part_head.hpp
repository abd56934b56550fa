#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/publication/packed.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::publication {

/// What one set of signatures vouches for. A generation is both parts under one sequence.
enum class Part : std::uint8_t {
  records,   ///< signed by the publisher
  decisions  ///< signed by publisher and legal reviewer: domain::decision_types and declared ones
};
inline constexpr std::array all_parts{Part::records, Part::decisions};

/// "records", "decisions"
[[nodiscard]] std::string_view name_of(Part part);
[[nodiscard]] std::optional<Part> part_named(std::string_view name);

/// The format that this program writes and reads.
inline constexpr std::int64_t part_head_format{2};
/// The longest part head that is looked at. @unit bytes
inline constexpr std::size_t max_part_head_size{4'000'000};
/// What a part head may list, at most.
inline constexpr std::size_t max_deltas{1'024};
inline constexpr std::size_t max_withdrawn{20'000};
inline constexpr std::size_t max_types{512};

/// All records of one type: how many, and their set hash (store::SetHash, 64 hexadecimal digits).
struct TypeState {
  std::int64_t rows{0};
  std::string set;
  friend bool operator==(TypeState const&, TypeState const&) = default;
};

/// Type → its state; a type without records is absent.
using PartState = std::map<std::string, TypeState, std::less<>>;

/// An op log: it leads from the state of one sequence to that of another. From 0 = from nothing.
struct LogObject {
  std::int64_t from{0}, to{0};
  PackedObject object;
  friend bool operator==(LogObject const&, LogObject const&) = default;
};

/// The media list (media_list.hpp), and how much its entries are together.
struct MediaListObject {
  PackedObject object;
  std::int64_t count{0};
  std::int64_t bytes{0};
  friend bool operator==(MediaListObject const&, MediaListObject const&) = default;
};

/// A record that staff took back. It is gone from every generation from `sequence` on; until that
/// one is here a terminal hides it by this note.
struct Withdrawal {
  std::string id;
  std::int64_t sequence{0};
  friend bool operator==(Withdrawal const&, Withdrawal const&) = default;
};

/// One part of a generation: the file that signatures name. docs/formats/part-head.md
struct PartHead {
  std::string hall;  ///< is_hall_id()
  Part part{Part::records};
  std::int64_t sequence{0};      ///< from 1; the same in both parts
  std::int64_t schema{0};        ///< of disclosure.db, as the terminal will make it
  Instant issued{};              ///< the same in both parts
  std::int64_t lease_hours{0};   ///< after as_of: how long it may be shown without news; 0 = no end
  std::int64_t poll_seconds{0};  ///< how often to ask for news; 0 = as the terminal likes
  PartState types;               ///< what it must amount to
  LogObject base;                ///< from 0; to at most `sequence`
  std::vector<LogObject> deltas;         ///< by (from, to), each once; from >= 1
  std::optional<PackedObject> settings;  ///< records part only, and always there
  MediaListObject media;
  std::vector<Withdrawal> withdrawn;  ///< by id, each once
  friend bool operator==(PartHead const&, PartHead const&) = default;
};

/// The file's bytes: canonical JSON.
[[nodiscard]] std::string format_part_head(PartHead const& head);

/// Reads a part head strictly; fields it does not know are passed over. Checked too: order and
/// uniqueness of the lists, decision types in the records part, that base and deltas lead to
/// `sequence`.
/// @errors invalid_input malformed; unsupported another format; denied a decision type in the
/// records part
[[nodiscard]] Result<PartHead> parse_part_head(std::string_view bytes);

}  // namespace mingshi::publication
