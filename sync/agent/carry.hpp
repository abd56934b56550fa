#pragma once

#include "core/publication/media_list.hpp"
#include "core/publication/plan.hpp"
#include "core/publication/settings.hpp"
#include "core/publication/terminal.hpp"
#include "core/trust/metadata.hpp"
#include "sync/agent/decide.hpp"
#include "sync/agent/trouble.hpp"
#include "sync/fetch/source.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Getting what signed metadata names, and nothing else.
namespace mingshi::sync {

/// One part's head, byte for byte what `target` names.
[[nodiscard]] Outcome<std::string> fetch_head(Source& source, std::string_view hall,
                                              publication::Part part, trust::Target const& target);

/// The op logs of both parts.
struct Plans {
  publication::Plan records, decisions;
  /// Is no database needed to begin with?
  [[nodiscard]] bool from_nothing() const;
  friend bool operator==(Plans const&, Plans const&) = default;
};

/// The cheapest way to both heads, counting what was fetched already.
/// @param have_sequence of a whole generation that is here; 0 = none, or not to be used
[[nodiscard]] Outcome<Plans> make_plans(publication::TerminalFolder const& folder,
                                        Heads const& heads, std::int64_t have_sequence);

/// What a generation holds beside its records.
struct Extras {
  publication::Settings settings;
  std::vector<publication::MediaObject> media;  ///< of both parts
};

/// Settings and media lists, which say what else is needed.
[[nodiscard]] Outcome<Extras> fetch_extras(Source& source,
                                           publication::TerminalFolder const& folder,
                                           Heads const& heads);

/// How much must be free before anything large is fetched: what is still to come, the database that
/// is made of it, and a tenth more. Saturates.
/// @param older the database that is copied; 0 = none. @unit bytes
[[nodiscard]] std::int64_t room_needed(Plans const& plans,
                                       std::vector<publication::MediaObject> const& lost,
                                       std::int64_t older);
/// @errors terminal/io there is less than that
[[nodiscard]] Outcome<void> check_room(publication::TerminalFolder const& folder,
                                       std::int64_t needed);

[[nodiscard]] Outcome<void> fetch_media(Source& source, publication::TerminalFolder const& folder,
                                        std::vector<publication::MediaObject> const& lost);
[[nodiscard]] Outcome<void> fetch_logs(Source& source, publication::TerminalFolder const& folder,
                                       Plans const& plans);

/// Is everything here that the generation will be made of, with the bytes that were signed? What is
/// not is taken away, so that it is fetched again.
/// @errors fetch/corrupt naming the first
[[nodiscard]] Outcome<void> verify_fetched(publication::TerminalFolder const& folder,
                                           Plans const& plans, Extras const& extras);

/// Takes away what was fetched for a generation that did not turn out as it was signed.
void forget_fetched(publication::TerminalFolder const& folder);

}  // namespace mingshi::sync
