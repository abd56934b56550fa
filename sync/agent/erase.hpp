#pragma once

#include "core/base/result.hpp"
#include "core/publication/terminal.hpp"
#include "sync/agent/decide.hpp"

#include <string>
#include <vector>

/// Taking personal data off a terminal whose lease ran out.
namespace mingshi::sync {

/// The types whose records go: the people who enforce, and every decision about somebody.
[[nodiscard]] std::vector<std::string> personal_types(Heads const& heads);

/// Puts in the current generation's place the same one without personal data, and removes the
/// generations before it, media that nothing left refers to, and what was fetched on the way. A
/// generation that cannot be read is removed as it is.
/// @errors not_found there is no current generation; io
/// @after-failure personal data may be there still: to be done again
[[nodiscard]] Result<void> erase_personal_data(publication::TerminalFolder const& folder);

}  // namespace mingshi::sync
