#include "core/store/record_keys.hpp"

#include "core/domain/projection.hpp"

#include <algorithm>
#include <utility>

namespace mingshi::store {
namespace {

using domain::RecordType;

Result<std::vector<RecordType>> parse_all(std::vector<std::string> const& declarations) {
  std::vector<RecordType> types;
  for (auto const& declaration : declarations)
    types.push_back(MS_TRY(domain::parse_record_type(declaration)));
  return types;
}

}  // namespace

Result<RecordKeys> RecordKeys::create(std::vector<std::string> const& declarations) {
  auto catalogue{MS_TRY(domain::Catalogue::of(MS_TRY(parse_all(declarations))))};
  return RecordKeys{std::move(catalogue), MS_TRY(text::Pinyin::create())};
}

Result<search::Keys> RecordKeys::of(Row const& row) const {
  auto const* const type{catalogue_.find(row.type)};
  if (type == nullptr)
    return fail(ErrorCode::corrupt, "record " + row.id + ": its type is not declared");
  auto record{domain::read_projection(*type, row.projection, row.sha256)};
  if (!record) return std::unexpected{std::move(record).error().while_doing("record " + row.id)};
  if (record->id != row.id || record->publish_from != row.publish_from ||
      record->publish_until != row.publish_until)
    return fail(ErrorCode::corrupt, "record " + row.id + ": the row is not its projection's");
  auto const& name{type->search_name.empty() ? type->title : type->search_name};
  return search::make_keys(pinyin_, row.id, row.type, record->text(name),
                           record->text(type->search_number));
}

Result<std::set<std::string>> types_declared_anew(std::vector<std::string> const& before,
                                                  std::vector<std::string> const& now) {
  if (before == now) return std::set<std::string>{};
  // What we once took up may be faulty by today's rules: all of it is then new.
  auto const old_types{parse_all(before).value_or(std::vector<RecordType>{})};
  std::set<std::string> anew;
  for (auto const& type : MS_TRY(parse_all(now)))
    if (std::ranges::find(old_types, type) == old_types.end()) anew.insert(type.code);
  return anew;
}

}  // namespace mingshi::store
