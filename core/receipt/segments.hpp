#pragma once

#include "core/base/result.hpp"
#include "core/receipt/line.hpp"
#include "core/receipt/spool.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// The files of a spool: "000000000001.receipts", named after the first position they may hold.
namespace mingshi::receipt {

/// The longest line. @unit bytes
inline constexpr std::size_t longest_line{64 * 1024};

/// One file and what it holds.
struct Segment {
  std::filesystem::path file;
  Position first{1};  ///< as its name says
  Position last{0};   ///< of its newest line; first - 1 when it has none
  std::uintmax_t bytes{0};
  std::uintmax_t good_end{0};  ///< what comes after is no line: a torn tail
  std::map<Kind, std::int64_t> held;
  std::map<Kind, std::int64_t> dropped;
  std::int64_t damaged{0};
};

[[nodiscard]] std::filesystem::path segment_file(std::filesystem::path const& folder,
                                                 Position first);
/// What its name says; 0 for a file that is no segment.
[[nodiscard]] Position first_position(std::filesystem::path const& file);
/// Every segment file, oldest first; a folder that is not there has none. @errors io
[[nodiscard]] Result<std::vector<std::filesystem::path>> segment_files(
    std::filesystem::path const& folder);
/// @errors not_found, io
[[nodiscard]] Result<std::string> read_segment(std::filesystem::path const& file);
[[nodiscard]] Segment summary(std::filesystem::path file, std::string_view bytes);

/// How many receipts of which kind went for room, and where they stood.
struct Tally {
  std::map<Kind, std::int64_t> dropped;
  Position from{0}, to{0};
  Receipt newest;  ///< the last that went: its time and names are the tally's
  [[nodiscard]] bool empty() const { return dropped.empty(); }
};
/// The receipt that stands in the place of what was dropped.
[[nodiscard]] Receipt tally_receipt(Tally const& tally, std::string id);
/// What such a receipt says.
[[nodiscard]] std::map<Kind, std::int64_t> dropped_in(Receipt const& receipt);

/// Leaves out what is acknowledged and what is of the kind `victim`, and puts one line into the
/// place of the latter that says how many there were. Earlier such lines become part of it.
/// @returns the lines that stay
/// @errors io no randomness for its id
[[nodiscard]] Result<std::string> compact(std::string_view bytes, Kind victim,
                                          Position acknowledged);

}  // namespace mingshi::receipt
