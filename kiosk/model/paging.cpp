#include "kiosk/model/paging.hpp"

#include "kiosk/model/phrases.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace mingshi::kiosk {
namespace {

/// Fewest lines of a paragraph worth starting at the foot of a page.
constexpr std::size_t fewest_lines{2};
/// A heading with the air above it and the edges of the cards it parts.
constexpr std::size_t heading_lines{2};

bool ends_sentence(std::string_view character) {
  static constexpr std::array<std::string_view, 4> ends{"。", "；", "！", "？"};
  return std::ranges::find(ends, character) != ends.end();
}

/// Where to cut `text` so that its first part takes at most `lines` lines: after the last sentence
/// in the second half of what fits, else at the last character that fits.
std::size_t cut_at(std::string_view text, std::size_t lines) {
  auto const most{lines * detail_columns * 2};
  std::size_t halves{0};
  std::size_t bytes{0};
  std::size_t sentence{0};
  for (auto const c : characters(text)) {
    halves += c.size() == 1 ? 1U : 2U;
    if (halves > most) break;
    bytes += c.size();
    if (ends_sentence(c) && halves * 2 >= most) sentence = bytes;
  }
  return sentence > 0 ? sentence : bytes;
}

/// Deals the blocks; the state is the page being filled.
class Dealer {
 public:
  Dealer(std::size_t first, std::size_t rest) : room_{first}, rest_{rest} { pages_.emplace_back(); }

  void deal(BlockVm block) {
    if (block.kind == BlockKind::paragraph) return deal_paragraph(std::move(block));
    auto const need{block_lines(block)};
    auto const follower{block.kind == BlockKind::heading ? fewest_lines : 0};
    if (need + follower > room_ && !pages_.back().empty()) turn();
    put(std::move(block), need);
  }

  std::vector<std::vector<BlockVm>> take() && { return std::move(pages_); }

 private:
  void deal_paragraph(BlockVm block) {
    while (true) {
      auto const need{block_lines(block)};
      if (need <= room_) return put(std::move(block), need);
      if (room_ < fewest_lines) {
        turn();
        continue;
      }
      auto const cut{cut_at(block.text, room_)};
      if (cut == 0 || cut >= block.text.size()) {
        if (pages_.back().empty()) return put(std::move(block), room_);
        turn();
        continue;
      }
      BlockVm head{block};
      head.text = block.text.substr(0, cut);
      block.text.erase(0, cut);
      put(std::move(head), room_);
      turn();
    }
  }

  void put(BlockVm block, std::size_t need) {
    pages_.back().push_back(std::move(block));
    room_ -= std::min(room_, need);
  }

  void turn() {
    std::vector<BlockVm> carried;
    if (!pages_.back().empty() && pages_.back().back().kind == BlockKind::heading &&
        pages_.back().size() > 1) {
      carried.push_back(std::move(pages_.back().back()));
      pages_.back().pop_back();
    }
    pages_.emplace_back(std::move(carried));
    room_ = rest_ - (pages_.back().empty() ? 0 : heading_lines);
  }

  std::size_t room_;
  std::size_t rest_;
  std::vector<std::vector<BlockVm>> pages_;
};

}  // namespace

std::size_t block_lines(BlockVm const& block) {
  switch (block.kind) {
    case BlockKind::heading:
      return heading_lines;
    case BlockKind::paragraph:
      return line_count(block.text, detail_columns);
    case BlockKind::field:
      return line_count(block.text, detail_value_columns);
    case BlockKind::row: {
      std::size_t lines{0};
      for (auto const& cell : block.cells) lines += line_count(cell.value, detail_value_columns);
      return std::max<std::size_t>(1, lines);
    }
  }
  return 1;
}

std::vector<std::vector<BlockVm>> pages_of(std::vector<BlockVm> const& blocks, std::size_t first,
                                           std::size_t rest) {
  Dealer dealer{first, rest};
  for (auto const& block : blocks) dealer.deal(block);
  return std::move(dealer).take();
}

}  // namespace mingshi::kiosk
