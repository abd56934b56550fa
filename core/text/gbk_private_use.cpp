#include "core/text/gbk_private_use.hpp"

#include "core/text/tables.hpp"

#include <algorithm>

namespace mingshi::text {
namespace {

tables::PrivateUse const* row_of(char32_t c) {
  auto const& rows{tables::private_use};
  static_assert(std::ranges::is_sorted(rows, {}, &tables::PrivateUse::private_use));
  auto const* const row{std::ranges::lower_bound(rows, c, {}, &tables::PrivateUse::private_use)};
  return row != rows.end() && row->private_use == c ? row : nullptr;
}

}  // namespace

char32_t gb18030_2022(char32_t c) {
  auto const* const row{row_of(c)};
  return row != nullptr && row->moved_in_2022 ? row->assigned : c;
}

char32_t assigned(char32_t c) {
  auto const* const row{row_of(c)};
  return row != nullptr ? row->assigned : c;
}

}  // namespace mingshi::text
