#pragma once

#include "core/publication/head.hpp"
#include "core/publication/terminal.hpp"
#include "core/trust/metadata.hpp"
#include "sync/agent/trouble.hpp"
#include "sync/fetch/source.hpp"

#include <filesystem>
#include <string>
#include <string_view>

/// Getting what signed metadata names, and nothing else.
namespace mingshi::sync {

/// The hall's head, byte for byte what `target` names.
[[nodiscard]] Outcome<std::string> fetch_head(Source& source, std::string_view hall,
                                              trust::Target const& target);

/// Is there room for the database, for media that are not here yet, and a tenth more?
[[nodiscard]] Outcome<void> check_room(publication::TerminalFolder const& folder,
                                       publication::Head const& head);

/// One object into `file`, flushed.
/// @after-failure there is no such file; what came of it may be kept in FILE.part
[[nodiscard]] Outcome<void> download_object(Source& source, publication::Object const& object,
                                            std::filesystem::path const& file);

/// Every medium of the head that is not here yet. One that is here at its full size was verified
/// before it got its name.
[[nodiscard]] Outcome<void> download_media(Source& source,
                                           publication::TerminalFolder const& folder,
                                           publication::Head const& head);

}  // namespace mingshi::sync
