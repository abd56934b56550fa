#pragma once

#include "kiosk/model/record_vm.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace mingshi::kiosk {

/// Body lines a block takes, with the space below it.
[[nodiscard]] std::size_t block_lines(BlockVm const& block);

/// Deals blocks out to pages of `first` (then `rest`) lines. A paragraph that does not fit is cut
/// at the end of a sentence near the foot of the page; a heading never stands last. Nothing is left
/// out.
/// @pre first >= 4 and rest >= 4
[[nodiscard]] std::vector<std::vector<BlockVm>> pages_of(std::vector<BlockVm> const& blocks,
                                                         std::size_t first, std::size_t rest);

}  // namespace mingshi::kiosk
