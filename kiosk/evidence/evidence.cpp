#include "kiosk/evidence/evidence.hpp"

#include "core/base/mailbox.hpp"
#include "core/base/worker.hpp"
#include "core/receipt/spool.hpp"

#include <optional>
#include <string>
#include <utility>

namespace mingshi::kiosk {
namespace {

constexpr std::chrono::minutes try_again{1};
constexpr int most_kiosks{4};

/// The first of "kiosk", "kiosk-2" … that nobody else has.
Result<receipt::Spool> open_free(std::filesystem::path const& folder) {
  auto spool{receipt::Spool::open(folder)};
  for (int i{2}; !spool && spool.error().code() == ErrorCode::conflict && i <= most_kiosks; ++i) {
    auto const other{folder.filename().string() + "-" + std::to_string(i)};
    spool = receipt::Spool::open(folder.parent_path() / other);
  }
  return spool;
}

}  // namespace

struct Evidence::Impl {
  Impl(std::filesystem::path where, Log to)
      : folder{std::move(where)}, log{std::move(to)}, mailbox{[this] {
          if (worker) worker->nudge();
        }} {}

  std::filesystem::path folder;
  Log log;
  Mailbox<receipt::Receipt> mailbox;
  std::optional<receipt::Spool>
      spool;              ///< as the rest: the worker's, and the destructor's after it
  std::string complaint;  ///< what was said last; each trouble is told once
  std::unique_ptr<Worker> worker;

  void complain(Error const& error) {
    if (error.detail() == std::exchange(complaint, error.detail())) return;
    log.warn("receipts are not written: {}", error.detail());
  }

  void open() {
    auto opened{open_free(folder)};
    if (!opened) return complain(opened.error());
    complaint.clear();
    spool = *std::move(opened);
  }

  void append(receipt::Receipt receipt) {
    auto id{receipt::new_id(receipt.at)};
    if (!id) return complain(id.error());
    receipt.id = *std::move(id);
    auto const durability{receipt.kind == receipt::Kind::shown ? receipt::Durability::later
                                                               : receipt::Durability::now};
    if (auto const written{spool->append(receipt, durability)}; !written)
      complain(written.error());
    else
      complaint.clear();
  }

  void step() {
    if (!spool) open();
    for (auto& receipt : mailbox.drain())
      if (spool) append(std::move(receipt));
  }
};

Evidence::Evidence(std::filesystem::path folder, Log log)
    : impl_{std::make_unique<Impl>(std::move(folder), std::move(log))} {
  impl_->worker = std::make_unique<Worker>([impl = impl_.get()] { impl->step(); }, try_again);
}

Evidence::~Evidence() {
  impl_->worker.reset();
  impl_->step();
}

void Evidence::write(receipt::Receipt receipt) {
  impl_->mailbox.post(std::move(receipt));
}

}  // namespace mingshi::kiosk
