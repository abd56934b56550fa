#pragma once

#include "core/base/time.hpp"
#include "core/trust/metadata.hpp"
#include "hub/ceremony/inspect.hpp"
#include "hub/cli/command.hpp"
#include "hub/cli/options.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// The verbs of `mingshi repo`; each takes the words after it.
namespace mingshi::hub::repo {

Exit init(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit delegate(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit rotate(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit revoke(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit sign(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit install(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit renew(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit inspect(std::vector<std::string> const& arguments, Instant now, Output& output);
Exit upload(std::vector<std::string> const& arguments, Instant now, Output& output);

/// Puts documents into a folder where they wait for signatures, and says what they would change.
Exit wait_for_signatures(std::filesystem::path const& folder,
                         std::optional<std::string> const& trusted,
                         std::optional<trust::Root> const& root,
                         std::optional<trust::Targets> const& targets, KeyNames const& names,
                         Instant now, Output& output);

}  // namespace mingshi::hub::repo
