#pragma once

#include "core/base/result.hpp"
#include "core/domain/record_type.hpp"
#include "core/publication/op_log.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Invented officers and decisions of a country's worth of halls, the same on every machine, and
/// changes to them.
namespace mingshi::bench {

struct Corpus {
  std::int64_t officers{20'000};
  std::int64_t decisions{980'000};
  domain::RecordType penalty;  ///< its declaration makes the ids
};

/// How much of it changes: of the decisions that do, 60 % are updated, 30 % are new, 10 % go; of
/// the officers as large a share is updated.
struct Share {
  std::int64_t per_mille{0};
};

enum class What : std::uint8_t { kept, updated, inserted, removed };

/// One record of the corpus before and after.
struct Item {
  publication::Part part{};
  What what{What::kept};
  std::string id;
  std::string before;   ///< projection; empty for an inserted one
  std::string after;    ///< empty for a removed one
  std::string columns;  ///< what changed and nothing else, as one JSON object: the lower bound
};

/// Visits the records of one part by id.
/// @param changed_only what is kept is passed over, and its text not made
using Visit = std::function<Result<void>(Item const&)>;
[[nodiscard]] Result<void> for_each(Corpus const& corpus, publication::Part part, Share share,
                                    bool changed_only, Visit const& visit);

}  // namespace mingshi::bench
