#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::domain {

/// How a field is entered, checked, searched and shown.
enum class FieldKind : std::uint8_t {
  text,         ///< one line
  long_text,    ///< paragraphs
  date,         ///< a civil day
  money,        ///< 分 inside; 元 or 万元 outside, see Field::money_unit
  number,       ///< a whole number
  choice,       ///< one of Field::choices
  person,       ///< a natural person's name
  code,         ///< a code with a scheme, see Field::scheme
  document_no,  ///< 文号
  reference,    ///< the key of another record of the type Field::refers_to
  file,         ///< a picture or document kept beside the data, named by its SHA-256
  table         ///< rows of Field::columns; one spreadsheet row each
};

enum class Presence : std::uint8_t { required, optional };

enum class CodeScheme : std::uint8_t {
  none,
  social_credit,  ///< 统一社会信用代码, GB 32100-2015
  certificate     ///< 执法证件编号: patterns differ by issuer, so a mismatch only warns
};

enum class MoneyUnit : std::uint8_t { yuan, ten_thousand_yuan };

/// "The field holds one of these texts." A field without a value fulfils no condition.
struct Condition {
  std::string field{};
  std::vector<std::string> is{};
  friend bool operator==(Condition const&, Condition const&) = default;
};

struct Field {
  std::string name{};      ///< identifier, [a-z_]+, unique within the type
  std::string label{};     ///< the Chinese label that staff and citizens know
  std::string label_en{};  ///< short English label; may be empty
  FieldKind kind{FieldKind::text};
  Presence presence{Presence::optional};
  std::vector<std::string> synonyms{};  ///< other headings a clerk's table may use
  std::vector<std::string> choices{};
  CodeScheme scheme{CodeScheme::none};
  MoneyUnit money_unit{MoneyUnit::yuan};
  std::string refers_to{};       ///< for reference: a type code
  std::size_t max_characters{};  ///< 0 = the kind's default
  std::string mask{};  ///< item of the masking policy that governs it; empty = shown as it is
  std::optional<Condition> mask_when{};  ///< the mask applies only then; none = always
  std::vector<Field> columns{};          ///< for table
  friend bool operator==(Field const&, Field const&) = default;
};

/// A check that concerns more than one field.
enum class RuleKind : std::uint8_t {
  date_order,     ///< the dates in `fields` that are given do not go backwards
  at_least,       ///< `fields[0]` lists at least `limit` people, separated by 、 , ; or a new line
  at_most_fen,    ///< the money in `fields[0]` is at most `limit` 分
  required_when,  ///< `fields` are required
  must_be,        ///< `fields[0]` is one of `is`
  certified,  ///< the people in `fields[0]` hold a certificate valid on the date `fields[1]`; needs
              ///< other records, so hub/records checks it
  steps       ///< the table `fields[0]` is a flow chart: `no` unique, `next` names existing steps
};

/// A declared check. It applies when all of `when` hold.
struct Rule {
  RuleKind kind{RuleKind::required_when};
  std::vector<std::string> fields{};
  std::vector<Condition> when{};
  std::vector<std::string> is{};  ///< for must_be
  std::int64_t limit{0};          ///< for at_least (people) and at_most_fen (分)
  std::string source{};           ///< the clause or reason, in Chinese; shown to the clerk
  friend bool operator==(Rule const&, Rule const&) = default;
};

/// When in an enforcement act the record is disclosed.
enum class Phase : std::uint8_t { before, during, after, always };

/// How long a published record stays on show. @source DOMAIN "Publication periods"
struct PublicationRule {
  std::string from_field{};  ///< date field it starts at; empty = as soon as it is published
  std::string
      until_field{};  ///< date field that ends it, inclusive; without a value `months` counts
  int months{0};      ///< whole months from from_field; 0 = while in force
  friend bool operator==(PublicationRule const&, PublicationRule const&) = default;
};

/// Limit for publishing after an event. @source DOMAIN "Deadlines"
struct DeadlineRule {
  std::string trigger_field{};  ///< date field; empty = none
  int working_days{0};
  std::string source{};  ///< the clause, for staff
  friend bool operator==(DeadlineRule const&, DeadlineRule const&) = default;
};

/// A type of disclosed record, declared in assets/records/<code>.toml and carried inside every
/// generation.
struct RecordType {
  std::string code{};     ///< "officer"
  std::string name{};     ///< 行政执法人员
  std::string name_en{};  ///< Officers
  std::string icon{};     ///< name of an icon in assets/icons
  std::string help{};     ///< one plain sentence for a citizen
  Phase phase{Phase::before};
  int position{0};  ///< order in lists of types
  std::vector<Field> fields{};
  std::vector<Rule> rules{};
  std::vector<std::string> key{};     ///< fields that together identify one record
  std::string title{};                ///< field whose value names a record
  std::vector<std::string> list{};    ///< fields of a list row, after the title
  std::vector<std::string> detail{};  ///< fields of the detail page, in order; empty = all
  std::string search_name{};          ///< field searched by name and pinyin; empty = title
  std::string search_number{};        ///< field searched by number; empty = none
  std::string order_by{};             ///< field that sorts the list; empty = title
  bool newest_first{false};           ///< sort order_by downwards
  bool legal_review{false};           ///< 法制审核 before publication
  DeadlineRule deadline{};
  PublicationRule publication{};
  friend bool operator==(RecordType const&, RecordType const&) = default;

  [[nodiscard]] Field const* field(std::string_view name) const;  ///< nullptr when there is none
};

/// Reads one declaration.
/// @errors invalid_input naming the key and line: an unknown key, a missing one, a field or heading
/// named twice, a key,
///         title, list, detail, mask or rule that names nothing, a key field that is optional or
///         masked
[[nodiscard]] Result<RecordType> parse_record_type(std::string_view toml);

/// All declared types, by position.
class Catalogue {
 public:
  Catalogue() = default;
  /// @errors invalid_input a code declared twice, or a reference to a type that is not declared
  [[nodiscard]] static Result<Catalogue> of(std::vector<RecordType> types);
  [[nodiscard]] RecordType const* find(std::string_view code) const;  ///< nullptr when not declared
  [[nodiscard]] std::vector<RecordType> const& types() const { return types_; }

 private:
  std::vector<RecordType> types_{};
};

}  // namespace mingshi::domain
