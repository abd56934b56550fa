#include "core/base/worker.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace mingshi {

struct Worker::Impl {
  std::function<void()> const step;
  std::chrono::milliseconds const every;
  std::mutex mutex;
  std::condition_variable woken;
  bool wanted{false};  ///< guarded by mutex
  bool ending{false};  ///< guarded by mutex
  std::thread thread;

  Impl(std::function<void()> what, std::chrono::milliseconds how_often)
      : step{std::move(what)}, every{how_often} {}

  void run() {
    for (bool running{true}; running;) {
      step();
      std::unique_lock lock{mutex};
      woken.wait_for(lock, every, [this] { return wanted || ending; });
      wanted = false;
      running = !ending;
    }
  }
};

Worker::Worker(std::function<void()> step, std::chrono::milliseconds every)
    : impl_{std::make_unique<Impl>(std::move(step), every)} {
  impl_->thread = std::thread{[impl = impl_.get()] { impl->run(); }};
}

Worker::~Worker() {
  {
    std::scoped_lock const lock{impl_->mutex};
    impl_->ending = true;
  }
  impl_->woken.notify_one();
  impl_->thread.join();
}

void Worker::nudge() {
  {
    std::scoped_lock const lock{impl_->mutex};
    impl_->wanted = true;
  }
  impl_->woken.notify_one();
}

}  // namespace mingshi
