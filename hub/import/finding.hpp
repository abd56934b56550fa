#pragma once

#include "core/domain/validation.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::hub {

/// One thing wrong with a file that a clerk gave us, and where it is.
struct Finding {
  std::string sheet;   ///< empty: the file as a whole, or a CSV file
  std::size_t row{0};  ///< 1-based as the spreadsheet program numbers it; 0 = no particular row
  std::string column;  ///< letter and heading, "C 证件编号"; empty = no particular column
  domain::Problem problem;
  friend bool operator==(Finding const&, Finding const&) = default;
};

/// A finding about a whole file: `return std::unexpected{bad_file("not_zip", "…")};`
[[nodiscard]] inline Finding bad_file(std::string code, std::string text, std::string sheet = {}) {
  return {.sheet = std::move(sheet),
          .row = 0,
          .column = {},
          .problem = {.field = {}, .code = std::move(code), .text = std::move(text)}};
}

/// Findings in the order they were made, at most `cap` of them, so that a hopeless file does not
/// give a report that nobody can read. Errors count beyond the cap.
class Findings {
 public:
  static constexpr std::size_t cap{1000};

  void add(Finding finding);
  [[nodiscard]] std::vector<Finding> const& list() const { return list_; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return warnings_; }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  std::vector<Finding> list_;
  std::size_t errors_{0};
  std::size_t warnings_{0};
  std::size_t left_out_{0};
};

}  // namespace mingshi::hub
