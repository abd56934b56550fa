#pragma once

#include "core/base/result.hpp"
#include "sync/app/options.hpp"
#include "sync/fetch/source.hpp"

#include <functional>
#include <memory>
#include <string>

namespace mingshi::sync {

/// The source that the options name: a folder, a server, or several as one.
/// @param stop_requested ends a transfer when true
/// @errors not_found no such folder, or no repository in it; unsupported
[[nodiscard]] Result<std::unique_ptr<Source>> open_source(Options const& options,
                                                          std::function<bool()> stop_requested);

/// A name for this terminal when nobody gave it one: made from the machine's id, without telling
/// that; else its host name.
[[nodiscard]] std::string terminal_name();

}  // namespace mingshi::sync
