#include "hub/records/certified.hpp"
#include "hub/records/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

namespace mingshi::hub {
namespace {

using domain::Field;
using domain::FieldKind;
using domain::Problem;
using domain::Record;
using domain::RecordType;

/// The text of a field; "" when it is absent or of another kind.
std::string_view text_of(Record const& record, std::string_view field) {
  auto const found{record.fields.find(field)};
  if (found == record.fields.end()) return {};
  auto const* const text{std::get_if<std::string>(&found->second)};
  return text == nullptr ? std::string_view{} : std::string_view{*text};
}

/// The key field that is a certificate's number; nullptr for types that are not keyed by one.
Field const* certificate_key(RecordType const& type) {
  for (auto const& name : type.key)
    if (auto const* const field{type.field(name)};
        field != nullptr && field->scheme == domain::CodeScheme::certificate)
      return field;
  return nullptr;
}

/// The field that says whose a numbered certificate is: the officer's name, the certificate's
/// holder.
Field const* owner_field(RecordType const& type) {
  auto const found{std::ranges::find_if(type.fields, [](Field const& field) {
    return field.presence == domain::Presence::required &&
           (field.kind == FieldKind::person || field.kind == FieldKind::reference);
  })};
  return found == type.fields.end() ? nullptr : &*found;
}

/// "证件编号“99150310027”"
std::string naming_key(RecordType const& type, Record const& record) {
  std::string text;
  for (auto const& name : type.key) {
    auto const* const field{type.field(name)};
    auto const value{record.fields.find(name)};
    if (field == nullptr || value == record.fields.end()) continue;
    if (!text.empty()) text += "、";
    text += fmt::format("{}“{}”", field->label, domain::display_text(*field, value->second));
  }
  return text;
}

Problem twice(RecordType const& type, Record const& record, std::string const& first) {
  return {.field = type.key.empty() ? std::string{} : type.key.front(),
          .code = "duplicate_key",
          .text = fmt::format("{}与前面一条（{}）重复，一份表里同一条只能出现一次，请删去其中一条",
                              naming_key(type, record), first)};
}

/// An incoming record whose certificate number the store has under another name.
std::optional<Problem> taken(RecordType const& type, Record const& record, Version const& stored) {
  auto const* const number{certificate_key(type)};
  auto const* const owner{owner_field(type)};
  if (number == nullptr || owner == nullptr) return std::nullopt;
  auto const now{text_of(record, owner->name)};
  auto const before{text_of(stored.record, owner->name)};
  if (now == before) return std::nullopt;
  return Problem{.field = number->name,
                 .code = "certificate_taken",
                 .text = fmt::format(
                     "{}“{}”已经登记在{}“{}”名下（{}，{}），本条的{}是“{}”，请核对是哪一个填错了",
                     number->label, text_of(record, number->name), owner->label, before,
                     stored.source, local_minute(stored.entered), owner->label, now)};
}

/// The id of the record that a reference names; none when the target type is not keyed by one
/// field.
std::optional<std::string> referred_id(domain::Catalogue const& catalogue, Field const& field,
                                       std::string_view value) {
  auto const* const target{catalogue.find(field.refers_to)};
  if (target == nullptr || target->key.size() != 1) return std::nullopt;
  return domain::record_id(*target, {{target->key.front(), std::string{value}}});
}

Problem missing(domain::Catalogue const& catalogue, Field const& field, std::string_view value) {
  auto const* const target{catalogue.find(field.refers_to)};
  return {.field = field.name,
          .code = "missing_reference",
          .text = fmt::format("{}“{}”在“{}”里没有登记，请核对编号，或者先导入“{}”", field.label,
                              value, target == nullptr ? field.refers_to : target->name,
                              target == nullptr ? field.refers_to : target->name)};
}

}  // namespace

Result<std::vector<Conflict>> Records::conflicts(domain::Catalogue const& catalogue,
                                                 std::vector<Incoming> const& incoming) {
  std::map<std::string, std::size_t> first;  // id → index into incoming
  std::vector<Conflict> conflicts;
  for (std::size_t i{0}; i < incoming.size(); ++i) {
    auto const& [record, source, place]{incoming[i]};
    auto const* const type{catalogue.find(record.type)};
    if (type == nullptr)
      return fail(ErrorCode::bug, "record type " + record.type + " is not declared");
    auto const id{domain::record_id(*type, record.fields)};
    auto const [earlier, fresh]{first.emplace(id, i)};
    if (!fresh) {
      conflicts.push_back({place, twice(*type, record, incoming[earlier->second].source)});
      continue;
    }
    if (certificate_key(*type) == nullptr) continue;
    auto const stored{history(catalogue, id)};
    if (!stored && stored.error().code() != ErrorCode::not_found)
      return std::unexpected{stored.error()};
    if (stored)
      if (auto problem{taken(*type, record, stored->back())})
        conflicts.push_back({place, *std::move(problem)});
  }
  auto known{MS_TRY(db_.prepare("SELECT 1 FROM record_version WHERE id=? LIMIT 1"))};
  for (auto const& [record, source, place] : incoming) {
    for (auto const& field : catalogue.find(record.type)->fields) {
      auto const value{text_of(record, field.name)};
      if (field.kind != FieldKind::reference || value.empty()) continue;
      auto const id{referred_id(catalogue, field, value)};
      if (!id || first.contains(*id)) continue;
      MS_TRY(known.bind({*id}));
      if (!MS_TRY(known.step())) conflicts.push_back({place, missing(catalogue, field, value)});
    }
  }
  auto const asks{[&](Incoming const& item) {
    return asks_for_certificates(*catalogue.find(item.record.type));
  }};
  if (std::ranges::any_of(incoming, asks))
    std::ranges::move(uncertified(catalogue, MS_TRY(newest(catalogue)), incoming),
                      std::back_inserter(conflicts));
  std::ranges::stable_sort(conflicts, {}, [](Conflict const& conflict) {
    return std::tie(conflict.place, conflict.problem.field, conflict.problem.code);
  });
  return conflicts;
}

}  // namespace mingshi::hub
