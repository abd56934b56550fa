#include "core/search/index.hpp"

#include "core/search/forms.hpp"
#include "core/search/key_array.hpp"
#include "core/text/decode.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

namespace mingshi::search {
namespace {

constexpr std::size_t least_tail{4};  ///< characters

/// Collects the strings of one KeyArray.
class Keyring {
 public:
  void add(std::string_view text, std::uint32_t rank) {
    if (text.empty()) return;
    keys_.push_back({.offset = static_cast<std::uint32_t>(pool_.size()), .rank = rank});
    pool_.append(text).push_back('\0');
  }
  /// The tails of `text` too, each from a character on.
  void add_with_tails(std::string_view text, std::uint32_t rank) {
    auto const begin{static_cast<std::uint32_t>(pool_.size())};
    add(text, rank);
    for (std::uint32_t i{1}; i < text.size(); ++i)
      if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U)
        keys_.push_back({.offset = begin + i, .rank = rank});
  }
  [[nodiscard]] KeyArray built() && {
    pool_.shrink_to_fit();
    return {std::move(pool_), std::move(keys_)};
  }

 private:
  std::string pool_;
  std::vector<KeyArray::Key> keys_;
};

/// The query in each form that keys have.
struct Query {
  std::string name, number;
  std::optional<std::string> letters;  ///< with at least one letter
};

Query query_of(std::string_view text) {
  Query query{.name = name_form(text), .number = number_form(text), .letters = letters_form(text)};
  bool const spelt{query.letters &&
                   std::ranges::any_of(*query.letters, [](char c) { return c >= 'a'; })};
  if (!spelt) query.letters.reset();
  return query;
}

struct Ranked {
  Match match;
  std::uint32_t rank;
  friend auto operator<=>(Ranked const&, Ranked const&) = default;
};

/// Takes the best of ranges in the order of Match, each entry once.
class Collector {
 public:
  explicit Collector(std::size_t limit) : limit_{limit} {}

  [[nodiscard]] bool full() const { return hits_.size() >= limit_; }

  void take(KeyArray const& keys, KeyArray::Range range, Match match) {
    if (full()) return;
    auto const before{seen_.size()};
    auto const known{[&](std::uint32_t rank) {
      auto const old{seen_.begin() + static_cast<std::ptrdiff_t>(before)};
      return std::binary_search(seen_.begin(), old, rank) ||
             (seen_.size() > before && seen_.back() == rank);
    }};
    keys.ascending(range, [&](std::uint32_t rank) {
      if (known(rank)) return true;
      seen_.push_back(rank);
      hits_.push_back({.match = match, .rank = rank});
      return !full();
    });
    std::ranges::sort(seen_);
  }

  [[nodiscard]] std::vector<Ranked> hits() && { return std::move(hits_); }

 private:
  std::size_t limit_;
  std::vector<Ranked> hits_;
  std::vector<std::uint32_t> seen_;  ///< ranks, sorted between calls
};

/// The keys of all entries of one type.
struct Shard {
  KeyArray names, name_parts, pinyin, initials, numbers;

  [[nodiscard]] std::vector<Ranked> find(Query const& query, std::size_t limit) const {
    Collector out{limit};
    KeyArray::Range constexpr none{.first = 0, .last = 0};
    auto const by_number{query.number.empty() ? none : numbers.with_prefix(query.number)};
    auto const tails{query.number.empty() ? none : numbers.equal(by_number, query.number)};
    auto const by_name{query.name.empty() ? none : names.with_prefix(query.name)};
    auto const spelt{query.letters ? pinyin.with_prefix(*query.letters) : none};
    auto const initial{query.letters ? initials.with_prefix(*query.letters) : none};
    out.take(numbers, numbers.whole(tails), Match::exact_number);
    out.take(names, names.equal(by_name, query.name), Match::exact_name);
    if (text::length(query.number) >= least_tail) out.take(numbers, tails, Match::number_tail);
    out.take(names, by_name, Match::name_prefix);
    if (query.letters) {
      out.take(pinyin, pinyin.equal(spelt, *query.letters), Match::exact_pinyin);
      out.take(initials, initials.equal(initial, *query.letters), Match::exact_initials);
      out.take(pinyin, spelt, Match::pinyin_prefix);
      out.take(initials, initial, Match::initials_prefix);
    }
    if (!out.full() && !query.name.empty())
      out.take(name_parts, name_parts.with_prefix(query.name), Match::name_part);
    out.take(numbers, by_number, Match::number_part);
    return std::move(out).hits();
  }

  [[nodiscard]] std::uint32_t letters_after(std::string_view letters) const {
    return pinyin.letters_after(letters) | initials.letters_after(letters);
  }

  [[nodiscard]] std::size_t memory() const {
    return names.memory() + name_parts.memory() + pinyin.memory() + initials.memory() +
           numbers.memory();
  }
};

class ShardMaker {
 public:
  void add(Keys const& keys, std::uint32_t rank) {
    auto const name{name_form(keys.name)};
    names_.add(name, rank);
    parts_.add_with_tails(name, rank);
    numbers_.add_with_tails(number_form(keys.number), rank);
    for (auto const& reading : keys.pinyin) {
      auto const forms{pinyin_forms(reading)};
      for (auto const& full : forms.full) pinyin_.add(full, rank);
      initials_.add(forms.initials, rank);
    }
  }
  [[nodiscard]] Shard built() && {
    return {.names = std::move(names_).built(),
            .name_parts = std::move(parts_).built(),
            .pinyin = std::move(pinyin_).built(),
            .initials = std::move(initials_).built(),
            .numbers = std::move(numbers_).built()};
  }

 private:
  Keyring names_, parts_, pinyin_, initials_, numbers_;
};

std::size_t memory_of(Keys const& keys) {
  constexpr std::size_t inside{15};  // a string this short lies within its object
  auto const heap{
      [](std::string const& s) { return s.capacity() > inside ? s.capacity() + 1 : 0; }};
  auto bytes{sizeof(Keys) + heap(keys.record_id) + heap(keys.type) + heap(keys.name) +
             heap(keys.number)};
  for (auto const& reading : keys.pinyin) bytes += sizeof reading + heap(reading);
  return bytes;
}

}  // namespace

struct Index::Impl {
  std::vector<Keys> entries;
  std::vector<std::uint32_t> by_rank;                ///< rank (by name, then record id) → entry
  std::map<std::string, Shard, std::less<>> shards;  ///< by type

  /// Calls visit(shard) for those of `type`; all of them when it is empty.
  template <typename Visit>
  void each(std::string_view type, Visit visit) const {
    for (auto const& [name, shard] : shards)
      if (type.empty() || name == type) visit(shard);
  }
};

Index::Index() : impl_{std::make_unique<Impl>()} {}
Index::Index(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

Index Index::build(std::vector<Keys> entries) {
  auto impl{std::make_unique<Impl>()};
  impl->entries = std::move(entries);
  auto const& all{impl->entries};
  impl->by_rank.resize(all.size());
  std::iota(impl->by_rank.begin(), impl->by_rank.end(), 0U);
  std::ranges::sort(impl->by_rank, {}, [&](std::uint32_t i) {
    return std::tuple<std::string_view, std::string_view, std::uint32_t>{all[i].name,
                                                                         all[i].record_id, i};
  });
  std::map<std::string, ShardMaker, std::less<>> makers;
  for (std::uint32_t rank{0}; rank < all.size(); ++rank) {
    auto const& keys{all[impl->by_rank[rank]]};
    makers[keys.type].add(keys, rank);
  }
  for (auto& [type, maker] : makers) impl->shards.emplace(type, std::move(maker).built());
  return Index{std::move(impl)};
}

std::vector<Hit> Index::find(std::string_view query, std::string_view type,
                             std::size_t limit) const {
  auto const forms{query_of(query)};
  std::vector<Ranked> ranked;
  impl_->each(type, [&](Shard const& shard) {
    auto const found{shard.find(forms, limit)};
    ranked.insert(ranked.end(), found.begin(), found.end());
  });
  std::ranges::sort(ranked);
  std::vector<Hit> hits;
  for (auto const& r : ranked) {
    if (hits.size() == limit) break;
    hits.push_back({.entry = impl_->by_rank[r.rank], .match = r.match});
  }
  return hits;
}

std::uint32_t Index::next_letters(std::string_view letters, std::string_view type) const {
  auto const typed{letters_form(letters)};
  std::uint32_t bits{0};
  if (typed) impl_->each(type, [&](Shard const& shard) { bits |= shard.letters_after(*typed); });
  return bits;
}

std::vector<Keys> const& Index::entries() const {
  return impl_->entries;
}

std::size_t Index::memory() const {
  auto bytes{impl_->by_rank.capacity() * sizeof(std::uint32_t)};
  for (auto const& keys : impl_->entries) bytes += memory_of(keys);
  for (auto const& [type, shard] : impl_->shards) bytes += shard.memory();
  return bytes;
}

}  // namespace mingshi::search
