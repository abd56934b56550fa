#pragma once

#include "core/base/log.hpp"
#include "core/receipt/receipt.hpp"

#include <chrono>
#include <filesystem>
#include <memory>

namespace mingshi::kiosk {

/// The thread `evidence`: writes receipts into a spool, so that no page ever waits for the disk.
/// A spool that another kiosk of the terminal has is left to it: "kiosk-2" to "kiosk-4" are tried
/// beside it. Where none can be written the kiosk goes on without, says so in the log once, and
/// tries again every minute.
/// @threads write(): any. The rest: the thread that made it.
class Evidence {
 public:
  /// @param folder of the spool; made if need be
  Evidence(std::filesystem::path folder, Log log);
  Evidence(Evidence const&) = delete;
  Evidence& operator=(Evidence const&) = delete;
  /// Writes what is left.
  ~Evidence();

  /// Its id is made here. What was shown may be lost in a power cut; everything else is on the disk
  /// soon after.
  void write(receipt::Receipt receipt);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::kiosk
