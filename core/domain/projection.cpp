#include "core/domain/projection.hpp"

#include "core/crypto/crypto.hpp"
#include "core/domain/cell.hpp"
#include "core/domain/record_json.hpp"
#include "core/json/json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace mingshi::domain {
namespace {

using json::Json;

/// What was masked and what stands in its place in other texts.
struct Replacement {
  std::string original;
  std::string mask;
};

constexpr std::string_view hidden{"***"};

bool mask_applies(Field const& field, Fields const& fields) {
  if (field.mask.empty()) return false;
  // A record that does not say which kind of party it has is treated as the one to protect.
  return !field.mask_when || !fields.contains(field.mask_when->field) ||
         holds(*field.mask_when, fields);
}

/// Masks one field in place.
/// @errors denied the record may not be published
Result<void> mask_field(Field const& field, MaskAction action, Fields& fields,
                        std::vector<Replacement>& replaced) {
  auto const found{fields.find(field.name)};
  auto* const text{std::get_if<std::string>(&found->second)};
  if (text != nullptr && action == MaskAction::surname_only && !text->empty()) {
    auto mask{surname_only(*text)};
    replaced.push_back({*text, mask});
    *text = std::move(mask);
    return {};
  }
  switch (action) {
    case MaskAction::show:
      return {};
    case MaskAction::refuse:
      return fail(ErrorCode::denied,
                  "field " + field.name + ": item " + field.mask + " may not be published at all");
    case MaskAction::surname_only:
    case MaskAction::hide:
      break;
  }
  if (text != nullptr) replaced.push_back({*text, std::string{hidden}});
  fields.erase(found);
  return {};
}

void replace_in(std::string& text, std::vector<Replacement> const& replaced) {
  for (auto const& [original, mask] : replaced) {
    if (characters(original) < 2) continue;  // one character alone is a word of its own everywhere
    for (auto at{text.find(original)}; at != std::string::npos;
         at = text.find(original, at + mask.size())) {
      text.replace(at, original.size(), mask);
    }
  }
}

void replace_everywhere(Fields& fields, std::vector<Replacement> const& replaced) {
  for (auto& [name, value] : fields) {
    if (auto* text{std::get_if<std::string>(&value)}) replace_in(*text, replaced);
    if (auto* rows{std::get_if<std::vector<TableRow>>(&value)}) {
      for (auto& row : *rows) {
        for (auto& [column, cell] : row) replace_in(cell, replaced);
      }
    }
  }
}

std::optional<Day> day_of(Fields const& fields, std::string const& name) {
  auto const found{fields.find(name)};
  if (found == fields.end()) return std::nullopt;
  auto const* day{std::get_if<Day>(&found->second)};
  return day == nullptr ? std::nullopt : std::optional{*day};
}

/// The same day of the month `months` later; the month's last day where it has no such day.
Day last_day_of_period(Day from, int months) {
  auto date{std::chrono::year_month_day{from} + std::chrono::months{months}};
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return Day{date};
}

void set_period(PublicationRule const& rule, Fields const& fields, PublicRecord& record) {
  record.publish_from = day_of(fields, rule.from_field);
  record.publish_until = day_of(fields, rule.until_field);
  if (!record.publish_until && rule.months > 0 && record.publish_from) {
    record.publish_until = last_day_of_period(*record.publish_from, rule.months);
  }
}

std::string canonical_form(PublicRecord const& record) {
  Json object = Json::object();
  object["id"] = record.id;
  object["type"] = record.type;
  object["sample"] = record.sample;
  object["fields"] = fields_to_json(record.fields);
  if (record.publish_from) object["publish_from"] = iso_day(*record.publish_from);
  if (record.publish_until) object["publish_until"] = iso_day(*record.publish_until);
  return json::canonical(object);
}

// --- reading ---

std::unexpected<Error> corrupt(std::string_view what) {
  return fail(ErrorCode::corrupt, "projection: " + std::string{what});
}

Result<std::optional<Day>> read_day(Json const& object, char const* key) {
  if (!object.contains(key)) return std::optional<Day>{};
  if (!object[key].is_string()) return corrupt(std::string{key} + " is no text");
  auto const day{parse_day(object[key].get_ref<std::string const&>())};
  if (!day) return corrupt(std::string{key} + " is no day");
  return std::optional{*day};
}

bool has_the_right_members(Json const& object) {
  if (!object.is_object() || !object.contains("id") || !object["id"].is_string() ||
      !object.contains("type") || !object["type"].is_string() || !object.contains("sample") ||
      !object["sample"].is_boolean() || !object.contains("fields")) {
    return false;
  }
  auto const optional{object.count("publish_from") + object.count("publish_until")};
  return object.size() == 4 + optional;
}

}  // namespace

Result<Projection> project(RecordType const& type, Record const& record,
                           MaskingPolicy const& policy, Origin origin) {
  PublicRecord shown{.type = type.code, .sample = origin == Origin::sample};
  for (auto const& field : type.fields) {
    auto const found{record.fields.find(field.name)};
    if (found != record.fields.end()) shown.fields.insert(*found);
  }
  auto const id{record_id(type, shown.fields)};
  set_period(type.publication, shown.fields, shown);
  std::vector<Replacement> replaced;
  for (auto const& field : type.fields) {
    if (!shown.fields.contains(field.name) || !mask_applies(field, record.fields)) continue;
    auto masked{mask_field(field, policy.action(field.mask), shown.fields, replaced)};
    if (!masked) return std::unexpected{std::move(masked).error().while_doing(type.code)};
  }
  // The longest first: 张三 must not turn 张三丰 into 张某丰 before that name's own turn.
  std::ranges::stable_sort(replaced, std::greater{},
                           [](Replacement const& r) { return r.original.size(); });
  replace_everywhere(shown.fields, replaced);
  shown.id = record_id(type, shown.fields);
  if (shown.id != id) return fail(ErrorCode::denied, type.code + ": the key holds what is masked");
  auto canonical{canonical_form(shown)};
  shown.sha256 = crypto::sha256(canonical);
  return Projection{std::move(shown), std::move(canonical)};
}

Result<PublicRecord> read_projection(RecordType const& type, std::string_view canonical_json,
                                     std::string_view expected_sha256) {
  PublicRecord record{.sha256 = crypto::sha256(canonical_json)};
  if (record.sha256 != expected_sha256) return corrupt("the hash differs");
  auto const parsed{json::parse_strict(canonical_json)};
  if (!parsed) return corrupt(parsed.error().detail());
  Json const& object{*parsed};
  if (!has_the_right_members(object))
    return corrupt("members are missing, too many or of the wrong kind");
  record.id = object["id"].get<std::string>();
  record.type = object["type"].get<std::string>();
  record.sample = object["sample"].get<bool>();
  if (record.type != type.code) return corrupt("it is a " + record.type + ", not a " + type.code);
  auto fields{fields_from_json(type, object["fields"])};
  if (!fields) return corrupt(fields.error().detail());
  record.fields = *std::move(fields);
  record.publish_from = MS_TRY(read_day(object, "publish_from"));
  record.publish_until = MS_TRY(read_day(object, "publish_until"));
  if (record.id != record_id(type, record.fields))
    return corrupt("the id is not that of its fields");
  if (canonical_form(record) != canonical_json) return corrupt("the bytes are not canonical");
  return record;
}

}  // namespace mingshi::domain
