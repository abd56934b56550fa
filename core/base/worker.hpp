#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace mingshi {

/// A thread that does one thing over and over: at once, then whenever `every` has passed or
/// somebody nudges it. The destructor waits for the step that is running and ends the thread.
/// @threads nudge(): any. The rest: the thread that made it.
class Worker {
 public:
  /// @param step runs on the worker's thread only; it must not throw, and must not outlive what it
  /// refers to
  Worker(std::function<void()> step, std::chrono::milliseconds every);
  Worker(Worker const&) = delete;
  Worker& operator=(Worker const&) = delete;
  ~Worker();

  /// Asks for a step now. Nudges while a step runs are one further step.
  void nudge();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi
