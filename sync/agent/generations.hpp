#pragma once

#include "core/base/result.hpp"
#include "core/publication/media_list.hpp"
#include "core/publication/terminal.hpp"
#include "sync/agent/decide.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

/// The generations on a terminal's disk: what they hold, how a new one becomes the current one, and
/// how old ones leave.
namespace mingshi::sync {

/// The name of anything unfinished: a reader passes over it, remove_leftovers() takes it away.
inline constexpr std::string_view unfinished_prefix{".new"};
/// In a generation's folder: personal data were taken away when the lease ran out.
inline constexpr std::string_view erased_name{"erased"};

/// Both heads of a generation's folder. @errors not_found; invalid_input, denied; io
[[nodiscard]] Result<Heads> read_heads(std::filesystem::path const& folder);
/// Writes both heads into a folder, flushed.
[[nodiscard]] Result<void> write_heads(std::filesystem::path const& folder, Heads const& heads);

/// Does the folder hold a database of this hall and sequence whose counts and sets are said to be
/// those of its heads? Reads no records: the time does not depend on their number.
/// @errors not_found; corrupt; invalid_input; denied; unsupported; io
[[nodiscard]] Result<void> check_quickly(std::filesystem::path const& folder, Heads const& heads);

/// What `current` points to. `known` is the highest sequence that was ever current here.
[[nodiscard]] Shown look_at_current(publication::TerminalFolder const& folder, std::int64_t known);

/// Media of a generation that are missing on the disk or have another size; with `content`, also
/// those whose bytes are not what their name says. Finding those reads every byte.
enum class Look : std::uint8_t { size, content };
[[nodiscard]] std::vector<publication::MediaObject> lost_media(
    publication::TerminalFolder const& folder, std::vector<publication::MediaObject> const& media,
    Look look);

/// An empty folder in which a generation is put together.
[[nodiscard]] Result<std::filesystem::path> stage(publication::TerminalFolder const& folder,
                                                  std::int64_t sequence);

/// Gives a staged generation its name and makes it the current one. What the folder holds is
/// flushed already.
/// @after-failure unknown: `current` points to the old generation or to the new one, which is
/// whole; look_at_current() says which, make_durable() makes it last
[[nodiscard]] Result<void> make_current(publication::TerminalFolder const& folder,
                                        std::filesystem::path const& staged, std::int64_t sequence);

/// What `current` says now will be said after a power cut too.
[[nodiscard]] Result<void> make_durable(publication::TerminalFolder const& folder);

/// Removes what a power cut or an earlier failure left half made. Bytes that were fetched stay:
/// they are gone on with.
void remove_leftovers(publication::TerminalFolder const& folder);

/// Which generations stay beside the current one.
enum class Keep : std::uint8_t {
  previous,     ///< the one before it
  current_only  ///< none: the one before holds what was withdrawn
};
/// Removes all others, media that none of them needs, and everything that was fetched on the way.
/// Does nothing when there is no current one or a database cannot be read.
void remove_old(publication::TerminalFolder const& folder, Keep keep);

}  // namespace mingshi::sync
