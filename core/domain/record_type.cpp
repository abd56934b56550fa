#include "core/domain/record_type.hpp"

#include <algorithm>
#include <set>

namespace mingshi::domain {

Field const* RecordType::field(std::string_view wanted) const {
  auto const found{std::ranges::find(fields, wanted, &Field::name)};
  return found == fields.end() ? nullptr : &*found;
}

Result<Catalogue> Catalogue::of(std::vector<RecordType> types) {
  std::ranges::stable_sort(types, {}, [](RecordType const& type) {
    return std::pair{type.position, std::string_view{type.code}};
  });
  std::set<std::string_view> codes;
  for (auto const& type : types) {
    if (!codes.insert(type.code).second) {
      return fail(ErrorCode::invalid_input, "record type " + type.code + " is declared twice");
    }
  }
  for (auto const& type : types) {
    for (auto const& field : type.fields) {
      if (field.kind == FieldKind::reference && !codes.contains(field.refers_to)) {
        return fail(ErrorCode::invalid_input, "record type " + type.code + ", field " + field.name +
                                                  ": refers to " + field.refers_to +
                                                  ", which is not declared");
      }
    }
  }
  Catalogue catalogue;
  catalogue.types_ = std::move(types);
  return catalogue;
}

RecordType const* Catalogue::find(std::string_view code) const {
  auto const found{std::ranges::find(types_, code, &RecordType::code)};
  return found == types_.end() ? nullptr : &*found;
}

}  // namespace mingshi::domain
