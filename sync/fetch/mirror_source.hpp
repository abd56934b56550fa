#pragma once

#include "sync/fetch/source.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mingshi::sync {

/// Which of several mirrors to ask first. The order given is the order of preference; one that
/// failed goes to the end until its time is over, longer with every failure in a row. Pure.
class MirrorOrder {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit MirrorOrder(std::size_t mirrors) : trouble_(mirrors) {}
  /// All mirrors: the good ones in their order, then the bad ones, soonest forgiven first.
  [[nodiscard]] std::vector<std::size_t> order(Time now) const;
  [[nodiscard]] bool is_bad(std::size_t mirror, Time now) const {
    return now < trouble_[mirror].until;
  }
  void failed(std::size_t mirror, Time now);
  /// Its failures are forgotten when it has been good again for as long as it was shunned.
  void worked(std::size_t mirror, Time now);

 private:
  struct Trouble {
    int failures{0};
    std::chrono::minutes shunned{0};
    Time until{Time::min()};
  };
  std::vector<Trouble> trouble_;
};

/// Several mirrors of one repository as one source. All of them are untrusted alike: what one gives
/// is checked as what another gives, and an object begun at one is gone on with at the next.
class MirrorSource final : public Source {
 public:
  using Clock = std::function<MirrorOrder::Time()>;

  /// @pre at least one mirror
  explicit MirrorSource(std::vector<std::unique_ptr<Source>> mirrors,
                        Clock clock = &std::chrono::steady_clock::now);

  /// A mirror that has no such document may lag behind: the other good ones are asked too.
  [[nodiscard]] Result<Document> get(std::string_view path, std::size_t cap,
                                     std::string_view known_version) override;
  [[nodiscard]] Result<void> download_all(std::span<Download const> downloads) override;
  /// The shortest wait that any mirror asked for in the last call, so that one rude mirror does not
  /// silence the rest; none when one of them asked for nothing.
  [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const override {
    return retry_after_;
  }
  void distrust() override;
  [[nodiscard]] std::string_view place() const override;

 private:
  template <typename T>
  [[nodiscard]] Result<T> ask_each(std::function<Result<T>(std::size_t)> const& ask);

  std::vector<std::unique_ptr<Source>> mirrors_;
  MirrorOrder order_;
  Clock clock_;
  std::size_t answered_{0};  ///< which one answered last
  std::optional<std::chrono::seconds> retry_after_;
};

}  // namespace mingshi::sync
