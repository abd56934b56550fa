#pragma once

#include "core/base/time.hpp"
#include "core/trust/metadata.hpp"
#include "hub/ceremony/signing_folder.hpp"

#include <map>
#include <string>

namespace mingshi::hub {

/// What people call a key, by its id: "张三（发布员）".
using KeyNames = std::map<std::string, std::string>;

/// Who may sign what and until when, in plain Chinese, a line a fact.
[[nodiscard]] std::string describe(trust::Root const& root, KeyNames const& names, Instant now);
[[nodiscard]] std::string describe(trust::Targets const& targets, KeyNames const& names,
                                   Instant now);
/// What waits, who has signed and who is still to come.
[[nodiscard]] std::string describe(SigningFolder const& folder, KeyNames const& names, Instant now);

/// "2027-05-22 14:00 前有效（还有 179 天）", or "已于 … 过期".
[[nodiscard]] std::string describe_term(Instant expires, Instant now);

}  // namespace mingshi::hub
