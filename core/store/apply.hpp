#pragma once

#include "core/base/result.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/part_head.hpp"
#include "core/publication/settings.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Making the next generation on the terminal.
namespace mingshi::store {

/// An op log that has been fetched.
struct LogFile {
  publication::LogObject log;  ///< as the signed head names it
  std::filesystem::path file;
};

/// How one part gets to its head.
struct PartUpdate {
  std::string head;           ///< the verified target's bytes
  std::vector<LogFile> logs;  ///< publication::plan()'s, in their order; empty: as it is
};

struct Update {
  /// The database to begin with: read, never written. None: from nothing. It is not looked at when
  /// both parts begin from nothing.
  std::optional<std::filesystem::path> older;
  PartUpdate records, decisions;
  publication::Settings settings;               ///< those that the records head names
  std::vector<publication::MediaObject> media;  ///< of both parts, publication::united()
  std::function<bool()> stop{};  ///< asked now and then; true ends the work as `cancelled`
};

/// Makes the database of the next generation: copies the older one, plays the op logs, writes
/// settings and heads, makes the search keys of what changed, and holds counts and set hashes
/// against both heads. Each record that changed is read as a terminal will read it. Memory does not
/// grow with the number of records (8 bytes a change).
/// @pre settings and media are what the heads name; `out` does not exist
/// @errors corrupt a log, row or set is not what was signed; denied another hall, or a decision in
///         the records part; invalid_input malformed; unsupported another format or schema;
///         conflict `out` exists, or the logs do not follow on `older`; cancelled; io
/// @after-failure `out` is not there, `older` is as it was
[[nodiscard]] Result<void> apply(Update const& update, std::filesystem::path const& out);

/// Reads every row of a database and holds hashes, counts and sets against the heads in it: what a
/// terminal does after a power cut, before it trusts what lies on its disk. A part without a head
/// (erase_types(), a database of the hub's own) is held against its own counts.
/// @errors corrupt; unsupported; not_found; io
[[nodiscard]] Result<void> check(std::filesystem::path const& database);

/// Makes a copy without the records of some types, so that their text is on the disk no more. No
/// head vouches for a part that lost something: apply() brings it back from nothing alone
/// (plan() with have_sequence 0 for both parts).
/// @returns the media that only those records named: their objects are to be deleted too
/// @errors conflict `out` exists; corrupt; io
/// @after-failure `out` is not there
[[nodiscard]] Result<std::vector<std::string>> erase_types(std::filesystem::path const& older,
                                                           std::vector<std::string> const& types,
                                                           std::filesystem::path const& out);

}  // namespace mingshi::store
