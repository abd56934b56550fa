#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/json/json.hpp"
#include "core/publication/packed.hpp"
#include "core/publication/part_head.hpp"

#include <cstdint>
#include <string>
#include <string_view>

/// Reading the members of JSON that came from outside, for the formats of this folder.
namespace mingshi::publication {

/// One object of a document. Members of the wrong kind are refused; others are passed over unless
/// only() is asked.
class Members {
 public:
  /// @param what names the document in messages: "part head"
  /// @errors of every call: invalid_input
  [[nodiscard]] static Result<Members> of(json::Json const& value, std::string_view what);

  [[nodiscard]] bool has(std::string const& key) const;
  [[nodiscard]] Result<std::string> text(std::string const& key) const;
  [[nodiscard]] Result<std::int64_t> count(std::string const& key, std::int64_t least) const;
  [[nodiscard]] Result<bool> flag(std::string const& key) const;
  [[nodiscard]] Result<std::string> sha256(std::string const& key) const;
  [[nodiscard]] Result<Instant> instant(std::string const& key) const;
  [[nodiscard]] Result<Members> object(std::string const& key) const;
  [[nodiscard]] Result<json::Json const*> array(std::string const& key) const;
  [[nodiscard]] json::Json const& json() const { return *object_; }
  /// sha256, size and raw_size of this object.
  [[nodiscard]] Result<PackedObject> packed() const;

  [[nodiscard]] std::unexpected<Error> malformed(std::string_view why) const;

 private:
  Members(json::Json const& object, std::string_view what) : object_{&object}, what_{what} {}
  [[nodiscard]] Result<json::Json const*> member(std::string const& key) const;

  json::Json const* object_;
  std::string_view what_;
};

/// [a-z0-9_]{1,64}: a record type's code.
[[nodiscard]] bool is_type_code(std::string_view text);
/// A record's id: its type, a slash and more; at most 2,000 bytes, no control characters.
[[nodiscard]] bool is_record_id(std::string_view text);
/// "officer" of "officer/99150310027". @pre is_record_id
[[nodiscard]] std::string_view type_of(std::string_view id);

/// `types` of part heads and of the last line of op logs.
[[nodiscard]] json::Json to_json(PartState const& state);
[[nodiscard]] Result<PartState> part_state(Members const& types);

struct Entry;
/// The entry of a projection that is parsed already.
/// @param canonical its canonical form @errors as entry_of()
[[nodiscard]] Result<Entry> entry_from(json::Json const& projection, std::string canonical);

/// The part's own types only: a decision type may not come under the publisher's signature alone.
/// @errors denied
[[nodiscard]] Result<void> check_part(Part part, std::string_view type);

}  // namespace mingshi::publication
