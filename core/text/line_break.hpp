#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace mingshi::text {

/// One line of a broken paragraph: [begin, end) in bytes, trailing spaces left out.
struct Line {
  std::size_t begin, end;
  friend bool operator==(Line const&, Line const&) = default;
};

/// Breaks Chinese text into lines: ICU line boundaries for zh-CN, no line begins with
/// ，。、；：！？）》” or ends with （《“, digits stay with their unit, no line holds a single
/// character that two could be pulled to.
/// "\n" ends a line. A word wider than the line is cut between characters; what cannot be cut
/// sticks out.
/// @threads one thread per LineBreaker
class LineBreaker {
 public:
  LineBreaker();
  LineBreaker(LineBreaker&&) noexcept;
  LineBreaker& operator=(LineBreaker&&) noexcept;
  ~LineBreaker();
  /// @param width the room of one line; @param advance width of a piece of the text, in the same
  /// unit
  [[nodiscard]] std::vector<Line> lines(std::string_view utf8, float width,
                                        std::function<float(std::string_view)> const& advance);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingshi::text
