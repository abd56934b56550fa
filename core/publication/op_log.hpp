#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/json/json.hpp"
#include "core/publication/packed.hpp"
#include "core/publication/part_head.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// Changes from one generation of a part to another, one a line. docs/formats/op-log.md
namespace mingshi::publication {

inline constexpr std::int64_t op_log_format{1};
/// The longest line, its end not counted. @unit bytes
inline constexpr std::size_t max_op_line{4'000'000};

/// The first line: whose changes, and between which states.
struct OpLogHeader {
  std::string hall;
  Part part{Part::records};
  std::int64_t from{0};  ///< 0 = from nothing: such a log has puts only
  std::int64_t to{0};
  friend bool operator==(OpLogHeader const&, OpLogHeader const&) = default;
};

/// A record as an op log carries it. Only the projection travels: the rest stands in it.
struct Entry {
  std::string id;
  std::string type;
  std::string projection;  ///< canonical JSON; docs/formats/projection.md
  std::optional<Day> publish_from, publish_until;
  friend bool operator==(Entry const&, Entry const&) = default;
};

/// Reads id, type and period out of a projection. Fields are not looked at.
/// @errors invalid_input not canonical JSON, a missing or malformed member, an id that does not
/// begin with its type
[[nodiscard]] Result<Entry> entry_of(std::string_view projection);

/// The record is no longer there. @pre it was
struct Remove {
  std::string id;
  friend bool operator==(Remove const&, Remove const&) = default;
};
/// The record is this, whether it was there or not.
struct Put {
  Entry entry;
  friend bool operator==(Put const&, Put const&) = default;
};
/// The record's projection is changed by an RFC 7396 merge patch. @pre it was there
struct Merge {
  std::string id;
  std::string patch;  ///< canonical JSON, an object
  friend bool operator==(Merge const&, Merge const&) = default;
};
using Op = std::variant<Remove, Put, Merge>;

/// The patch that makes `newer` of `older`; none when a patch cannot say it (a null in it).
/// @pre both are canonical JSON
[[nodiscard]] std::optional<std::string> make_patch(std::string_view older, std::string_view newer);
/// The record after the patch. @errors as entry_of(); denied the patch changes id or type
[[nodiscard]] Result<Entry> patched(std::string_view id, std::string_view older_projection,
                                    std::string_view patch);

/// Writes an op log. Order is the caller's duty and is checked: removes, then puts, then merges,
/// each by ascending id without repetition.
class OpLogWriter {
 public:
  /// @errors bug a header that says nothing (to <= from, no hall)
  [[nodiscard]] static Result<OpLogWriter> create(OpLogHeader const& header, ByteSink sink,
                                                  Level level = Level::thorough);
  OpLogWriter(OpLogWriter&&) noexcept;
  OpLogWriter& operator=(OpLogWriter&&) noexcept;
  ~OpLogWriter();

  /// @errors bug out of order; invalid_input a line that is too long, or a malformed projection;
  /// denied a decision type in the records part; those of the sink
  [[nodiscard]] Result<void> remove(std::string_view id);
  [[nodiscard]] Result<void> put(std::string_view projection);
  [[nodiscard]] Result<void> merge(std::string_view id, std::string_view patch);
  /// Writes the last line and ends the frame.
  /// @param state what the part amounts to at header.to
  [[nodiscard]] Result<PackedObject> finish(PartState const& state);

 private:
  struct State;
  explicit OpLogWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Reads an op log line by line, strictly: whatever two readers could understand differently is
/// refused, and so is what the signed head did not announce.
class OpLogParser {
 public:
  explicit OpLogParser(OpLogHeader expected) : expected_{std::move(expected)} {}
  /// The next line, without its line feed. nullopt for the first and the last line.
  /// @errors invalid_input malformed, out of order, an id twice, a line after the end; unsupported
  /// another format; denied a header other than expected, or a decision type in the records part
  [[nodiscard]] Result<std::optional<Op>> line(std::string_view text);
  /// Has the last line been read?
  [[nodiscard]] bool ended() const { return stage_ == Stage::end; }
  /// What the last line says. @pre ended()
  [[nodiscard]] PartState const& state() const { return state_; }

 private:
  enum class Stage : std::uint8_t { header, removes, puts, merges, end };
  [[nodiscard]] Result<void> advance(Stage stage, std::string_view id);
  [[nodiscard]] Result<std::optional<Op>> put(json::Json const& projection, std::string_view text);

  OpLogHeader expected_;
  Stage stage_{Stage::header};
  std::string last_id_;
  PartState state_;
};

/// Reads a packed op log. Memory: a line and zstd's window, whatever its length.
class OpLogReader {
 public:
  /// @param log what the signed head says of it
  [[nodiscard]] static Result<OpLogReader> open(std::string hall, Part part, LogObject const& log,
                                                ByteSource source);
  /// The next op; nullopt at the end, when everything was as signed: hash, size, header, last line.
  /// @errors as OpLogParser and Unpacker
  [[nodiscard]] Result<std::optional<Op>> next();
  /// What the part must amount to after it. @pre next() gave nullopt
  [[nodiscard]] PartState const& state() const { return parser_.state(); }

 private:
  OpLogReader(Unpacker unpacker, OpLogHeader header)
      : unpacker_{std::move(unpacker)}, parser_{std::move(header)} {}
  [[nodiscard]] Result<std::optional<std::string>> next_line();

  Unpacker unpacker_;
  OpLogParser parser_;
  std::string buffer_;       ///< unpacked, not yet given out
  std::size_t position_{0};  ///< in buffer_
};

}  // namespace mingshi::publication
