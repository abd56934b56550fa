#pragma once

#include "core/base/result.hpp"
#include "core/receipt/receipt.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

namespace mingshi::receipt {

/// The number of a receipt in its spool, from 1, never used twice.
using Position = std::int64_t;

struct SpoolLimits {
  std::uintmax_t segment{256 * 1024};     ///< a file is closed once it is this long. @unit bytes
  std::uintmax_t total{8 * 1024 * 1024};  ///< all of them; at least four segments. @unit bytes
};

enum class Durability : std::uint8_t {
  later,  ///< the kernel writes it when it likes: a power cut may take it
  now     ///< on the disk when append() returns
};

/// A spool as it lies on the disk.
struct SpoolState {
  Position last{0};          ///< of the newest receipt that was written; 0 = none yet
  Position acknowledged{0};  ///< everything up to here has been carried up
  std::uintmax_t bytes{0};
  std::size_t files{0};
  std::map<Kind, std::int64_t> held;     ///< receipts that are there, by kind
  std::map<Kind, std::int64_t> dropped;  ///< receipts that were lost for room before they were
                                         ///< acknowledged
  std::int64_t damaged{0};               ///< lines that cannot be read
  friend bool operator==(SpoolState const&, SpoolState const&) = default;
};

/// Writes receipts into a folder that is its own. Format and guarantees: docs/formats/receipt.md.
///
/// What holds whenever the power goes or a write fails:
/// - a receipt whose append(…, Durability::now) returned is there after the next start;
/// - a receipt is there whole or not at all, and never twice;
/// - positions only grow: a gap says that receipts are missing, the `spool` fault in it how many of
///   which kind.
/// When the limit is reached, what is acknowledged goes first, the oldest first; then shown, fault,
/// hidden_by_lease; withdrawn and applied last of all.
/// @threads one; one Spool a folder (a lock sees to that). Others may read().
class Spool {
 public:
  /// Makes the folder if need be, takes its lock, and cuts off what a power cut left half written.
  /// @errors conflict another program writes there; denied, io the folder cannot be written;
  /// invalid_input limits that make no sense
  [[nodiscard]] static Result<Spool> open(std::filesystem::path const& folder,
                                          SpoolLimits limits = {});
  Spool(Spool&&) noexcept;
  Spool& operator=(Spool&&) noexcept;
  ~Spool();

  /// Writes one receipt and gives its position.
  /// @pre receipt.id is not empty
  /// @errors invalid_input longer than a line may be; io
  /// @after-failure the receipt may be there or not, as a whole; those before it are as they were;
  /// the next append() goes into a new file
  [[nodiscard]] Result<Position> append(Receipt const& receipt, Durability durability);

  [[nodiscard]] SpoolState const& state() const;

 private:
  struct Impl;
  explicit Spool(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// One receipt with its place.
struct Entry {
  Position position{0};
  Receipt receipt;
  friend bool operator==(Entry const&, Entry const&) = default;
};

/// Up to `most` receipts after `after`, oldest first; damaged ones are passed over. While a Spool
/// writes there, what it has begun and not finished is not seen.
/// @param after acknowledged(), or the position of the last that was carried up
/// @errors not_found no such folder; io
[[nodiscard]] Result<std::vector<Entry>> read(std::filesystem::path const& folder, Position after,
                                              std::size_t most);

/// Everything up to here has been carried up; it may go when room is needed. Going back is no
/// error and does nothing.
/// @errors invalid_input beyond the last receipt; io
/// @after-failure as it was: the same receipts are carried up again, and counted once by their ids
[[nodiscard]] Result<void> acknowledge(std::filesystem::path const& folder, Position up_to);
/// 0 when nothing was, or when the note of it is damaged.
[[nodiscard]] Position acknowledged(std::filesystem::path const& folder);

/// What lies in a folder, for whoever watches over the terminal. Reads only; a folder that does not
/// exist is an empty spool. @errors io
[[nodiscard]] Result<SpoolState> inspect(std::filesystem::path const& folder);

}  // namespace mingshi::receipt
