#pragma once

#include "core/base/result.hpp"
#include "core/publication/terminal.hpp"
#include "core/trust/trusted_set.hpp"

#include <filesystem>

/// DIR/trust: the metadata a terminal has verified, byte for byte.
namespace mingshi::sync {

/// Makes the folder's trust anchor from `anchor` if it has none yet; one it has is never replaced.
/// @errors not_found no such file; invalid_input, denied not a root that signs itself; io
[[nodiscard]] Result<void> install_anchor(publication::TerminalFolder const& folder,
                                          std::filesystem::path const& anchor);

/// @errors not_found there is no root; io
[[nodiscard]] Result<trust::Stored> load_trust(publication::TerminalFolder const& folder);

/// Brings the folder from `before` to `after`. What a new root made void goes before that root
/// comes, so that a power cut cannot bring it back.
/// @after-failure each file is as before or as after
[[nodiscard]] Result<void> save_trust(publication::TerminalFolder const& folder,
                                      trust::Stored const& before, trust::Stored const& after);

}  // namespace mingshi::sync
