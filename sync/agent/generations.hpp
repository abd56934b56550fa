#pragma once

#include "core/base/result.hpp"
#include "core/publication/head.hpp"
#include "core/publication/terminal.hpp"

#include <filesystem>
#include <string>
#include <string_view>

/// The generations on a terminal's disk: how a new one gets there, and how old ones leave.
namespace mingshi::sync {

/// The name of anything unfinished: a reader passes over it, remove_leftovers() takes it away.
inline constexpr std::string_view unfinished_prefix{".new"};

/// Does the database hold what the head says: schema, hall, sequence, rows a type, state hash?
/// @errors unsupported another schema; denied another hall's; corrupt anything else; io
[[nodiscard]] Result<void> check_database(std::filesystem::path const& database,
                                          publication::Head const& head);

/// The head of a generation on the disk, whose database is there at its full size and hash.
/// @errors not_found, corrupt, io
[[nodiscard]] Result<publication::Head> check_generation(std::filesystem::path const& folder);

/// An empty folder in which a generation is put together.
[[nodiscard]] Result<std::filesystem::path> stage(publication::TerminalFolder const& folder,
                                                  std::int64_t sequence);

/// Gives a staged generation its name and makes it the current one. The folder holds disclosure.db
/// and head.json, both flushed.
/// @after-failure `current` points where it did
[[nodiscard]] Result<void> make_current(publication::TerminalFolder const& folder,
                                        std::filesystem::path const& staged, std::int64_t sequence);

/// Removes what a power cut or an earlier failure left half done.
void remove_leftovers(publication::TerminalFolder const& folder);

/// Removes generations other than the current one and the one before it, and objects that neither
/// of the two refers to. Does nothing when there is no current one or a head cannot be read.
void remove_old(publication::TerminalFolder const& folder);

}  // namespace mingshi::sync
