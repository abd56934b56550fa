#pragma once

#include "core/base/mailbox.hpp"
#include "core/base/worker.hpp"
#include "kiosk/feed/watcher.hpp"

#include <chrono>

namespace mingshi::kiosk {

/// The thread `feed`: watches the data folder and posts what is new.
/// @threads look_now(): any. The rest: the thread that made it.
class Feed {
 public:
  /// @param mailbox must outlive it
  Feed(Watcher watcher, Mailbox<FeedMessage>& mailbox,
       std::chrono::milliseconds every = std::chrono::seconds{1})
      : watcher_{std::move(watcher)},
        worker_{[this, &mailbox] {
                  for (auto& news : watcher_.look()) mailbox.post(std::move(news));
                },
                every} {}

  /// 重试: does not wait for the next look.
  void look_now() { worker_.nudge(); }

 private:
  Watcher watcher_;  ///< touched by the worker only
  Worker worker_;    ///< last: it ends before what it works on
};

}  // namespace mingshi::kiosk
