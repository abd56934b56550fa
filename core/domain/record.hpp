#pragma once

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/domain/record_type.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace mingshi::domain {

/// Chinese money. @unit 分 (1/100 yuan)
struct Money {
  std::int64_t fen{0};
  friend auto operator<=>(Money const&, Money const&) = default;
};

/// One row of a table field: column name → text.
using TableRow = std::map<std::string, std::string, std::less<>>;

/// The value of one field. A field without a value is absent from the record.
using Value = std::variant<std::string, Day, Money, std::int64_t, std::vector<TableRow>>;

/// Field name → value.
using Fields = std::map<std::string, Value, std::less<>>;

/// A record as staff keep it: unmasked. It never leaves the hub.
struct Record {
  std::string type;  ///< code of its RecordType
  Fields fields;
  friend bool operator==(Record const&, Record const&) = default;
};

/// "officer/99150310027": the type and the key fields' normalised values, joined with "/".
/// @pre every key field has a value
[[nodiscard]] std::string record_id(RecordType const& type, Fields const& fields);

/// Does the field hold one of the condition's texts? A field without a value fulfils none.
[[nodiscard]] bool holds(Condition const& condition, Fields const& fields);

/// A value as people read it: "2026-11-23", "50 000 元", the text itself. A table gives "".
[[nodiscard]] std::string display_text(Field const& field, Value const& value);

/// What a terminal may know of a record: masked, without the fields that are not public.
struct PublicRecord {
  std::string id{};
  std::string type{};
  Fields fields{};
  bool sample{false};    ///< invented: shown with the mark 示例
  std::string sha256{};  ///< of its canonical JSON; what review, signature and terminal all name
  std::optional<Day> publish_from{};   ///< first day on show; none = at once
  std::optional<Day> publish_until{};  ///< last day on show, inclusive; none = while in force
  friend bool operator==(PublicRecord const&, PublicRecord const&) = default;

  /// The text of a text-like field; "" when it is absent or of another kind.
  [[nodiscard]] std::string_view text(std::string_view field) const;
  [[nodiscard]] std::optional<Day> day(std::string_view field) const;
};

/// Is the record on show on that day? @source DOMAIN "Publication periods": it leaves by itself,
/// offline too
[[nodiscard]] bool on_show(PublicRecord const& record, Day today);

}  // namespace mingshi::domain
