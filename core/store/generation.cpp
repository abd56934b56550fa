#include "core/store/generation.hpp"

#include "core/crypto/crypto.hpp"

#include <algorithm>

namespace mingshi::store {

std::string state_hash(std::vector<Row> const& rows) {
  std::vector<Row const*> sorted;
  sorted.reserve(rows.size());
  for (auto const& row : rows) sorted.push_back(&row);
  std::ranges::sort(sorted, {}, [](Row const* row) -> std::string const& { return row->id; });
  std::string lines;
  for (auto const* row : sorted) {
    lines += row->id;
    lines += '\0';
    lines += row->sha256;
    lines += '\n';
  }
  return crypto::sha256(lines);
}

}  // namespace mingshi::store
