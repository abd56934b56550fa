#include "sync/app/stop_signal.hpp"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>

namespace mingshi::sync {

StopSignal::StopSignal() {
  sigemptyset(&set_);
  sigaddset(&set_, SIGTERM);
  sigaddset(&set_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  fd_ = ::signalfd(-1, &set_, SFD_CLOEXEC | SFD_NONBLOCK);
}

StopSignal::~StopSignal() {
  if (fd_ >= 0) ::close(fd_);
}

bool StopSignal::requested() const {
  sigset_t pending{};
  sigpending(&pending);
  return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1;
}

Wait StopSignal::wait(std::chrono::milliseconds time) const {
  auto const until{std::chrono::steady_clock::now() + time};
  for (;;) {
    auto left{std::chrono::duration_cast<std::chrono::nanoseconds>(
        until - std::chrono::steady_clock::now())};
    if (left.count() < 0) left = std::chrono::nanoseconds{0};
    auto const whole{std::chrono::duration_cast<std::chrono::seconds>(left)};
    timespec const span{.tv_sec = whole.count(), .tv_nsec = (left - whole).count()};
    if (sigtimedwait(&set_, nullptr, &span) >= 0) return Wait::stop;
    if (errno != EINTR) return Wait::elapsed;
  }
}

}  // namespace mingshi::sync
