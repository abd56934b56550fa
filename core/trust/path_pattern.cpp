#include "core/trust/path_pattern.hpp"

#include "core/crypto/crypto.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace mingshi::trust {
namespace {

/// The next character, a UTF-8 sequence as it stands. Strict JSON let only valid ones in.
std::string_view first_character(std::string_view text) {
  std::size_t size{1};
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
  return text.substr(0, size);
}

/// A set of characters: what stands between [ and ].
struct Set {
  std::string_view members;  ///< with its "!"
  std::string_view rest;     ///< the pattern after the ]
};

/// The set that `pattern` begins with; none when its [ is never closed and so only itself. The
/// first member may be a ].
std::optional<Set> leading_set(std::string_view pattern) {
  if (!pattern.starts_with('[')) return std::nullopt;
  std::size_t const first{pattern.starts_with("[!") ? 2U : 1U};
  auto const close{pattern.find(']', first + 1)};
  if (close == std::string_view::npos) return std::nullopt;
  return Set{.members = pattern.substr(1, close - 1), .rest = pattern.substr(close + 1)};
}

/// UTF-8 orders like code points, so that texts can be compared for "is it between".
bool in_set(std::string_view members, std::string_view character) {
  bool const negated{members.starts_with('!')};
  if (negated) members.remove_prefix(1);
  bool found{false};
  while (!members.empty()) {
    auto const low{first_character(members)};
    members.remove_prefix(low.size());
    auto high{low};
    if (members.size() > 1 && members.starts_with('-')) {
      high = first_character(members.substr(1));
      members.remove_prefix(1 + high.size());
    }
    if (low <= character && character <= high) found = true;
  }
  return found != negated;
}

/// What is left of `pattern` when its first element, which is no *, takes `character`; none when it
/// does not.
std::optional<std::string_view> after_one(std::string_view pattern, std::string_view character) {
  if (auto const set{leading_set(pattern)}) {
    if (!in_set(set->members, character)) return std::nullopt;
    return set->rest;
  }
  if (pattern.starts_with('?')) return pattern.substr(1);
  if (!pattern.starts_with(character)) return std::nullopt;
  return pattern.substr(character.size());
}

/// One segment against one segment. Each * is tried as short as can be and then made longer; only
/// the last one seen is ever gone back to, so the work is at most pattern times text.
bool segment_matches(std::string_view pattern, std::string_view text) {
  std::optional<std::string_view> star;  // the pattern after the last * seen
  std::string_view star_text;            // what was left when it was seen, less what it has eaten
  while (!text.empty()) {
    if (pattern.starts_with('*')) {
      pattern.remove_prefix(1);
      star = pattern;
      star_text = text;
      continue;
    }
    auto const character{first_character(text)};
    if (auto const rest{after_one(pattern, character)}) {
      pattern = *rest;
      text.remove_prefix(character.size());
      continue;
    }
    if (!star) return false;
    star_text.remove_prefix(first_character(star_text).size());
    pattern = *star;
    text = star_text;
  }
  return pattern.find_first_not_of('*') == std::string_view::npos;
}

/// Takes the text up to the next slash off `text`. Without a slash left it is all of it, and
/// `text` is none.
std::string_view take_segment(std::optional<std::string_view>& text) {
  auto const slash{text->find('/')};
  auto const segment{text->substr(0, slash)};
  if (slash == std::string_view::npos)
    text.reset();
  else
    text->remove_prefix(slash + 1);
  return segment;
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view path) {
  std::optional pattern_left{pattern};
  std::optional path_left{path};
  while (pattern_left && path_left)
    if (!segment_matches(take_segment(pattern_left), take_segment(path_left))) return false;
  return !pattern_left && !path_left;
}

bool covers(DelegatedRole const& role, std::string_view path) {
  if (role.by == DelegatedRole::By::pattern)
    return std::ranges::any_of(
        role.paths, [&](std::string const& pattern) { return matches_pattern(pattern, path); });
  auto const hash{crypto::sha256(path)};
  return std::ranges::any_of(role.paths,
                             [&](std::string const& prefix) { return hash.starts_with(prefix); });
}

}  // namespace mingshi::trust
