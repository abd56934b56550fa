#pragma once

#include "core/base/result.hpp"
#include "core/domain/record_type.hpp"
#include "core/search/index.hpp"
#include "core/store/generation.hpp"
#include "core/text/pinyin.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace mingshi::store {

/// Reads rows as a terminal reads them before it shows them, and makes what they are found by.
class RecordKeys {
 public:
  /// @errors invalid_input a faulty declaration; io
  [[nodiscard]] static Result<RecordKeys> create(std::vector<std::string> const& declarations);
  /// @errors corrupt an undeclared type, or a row that differs from its hash, columns or type
  [[nodiscard]] Result<search::Keys> of(Row const& row) const;

 private:
  RecordKeys(domain::Catalogue catalogue, text::Pinyin pinyin)
      : catalogue_{std::move(catalogue)}, pinyin_{std::move(pinyin)} {}
  domain::Catalogue catalogue_;
  text::Pinyin pinyin_;
};

/// Types that are declared otherwise than before, as far as rows and keys could tell: their rows
/// have to be read anew. @errors invalid_input a faulty declaration
[[nodiscard]] Result<std::set<std::string>> types_declared_anew(
    std::vector<std::string> const& before, std::vector<std::string> const& now);

}  // namespace mingshi::store
