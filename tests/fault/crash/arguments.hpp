#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mingshi::tests {

/// `--name value … -- command…` of a test program. What is missing is empty.
class Arguments {
 public:
  Arguments(int argc, char** argv) : words_{argv + 1, argv + argc} {
    for (std::size_t i{0}; i < words_.size(); ++i)
      if (words_[i] == "--") {
        command_.assign(words_.begin() + static_cast<std::ptrdiff_t>(i) + 1, words_.end());
        words_.resize(i);
        break;
      }
  }
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const {
    std::vector<std::string> values;
    for (std::size_t i{0}; i + 1 < words_.size(); ++i)
      if (words_[i] == name) values.push_back(words_[i + 1]);
    return values;
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    auto const values{all(name)};
    return values.empty() ? std::string{} : values.front();
  }
  [[nodiscard]] std::uint64_t number(std::string_view name, std::uint64_t otherwise) const {
    auto const value{text(name)};
    return value.empty() ? otherwise : std::strtoull(value.c_str(), nullptr, 10);
  }
  [[nodiscard]] bool has(std::string_view flag) const {
    return std::ranges::find(words_, flag) != words_.end();
  }
  [[nodiscard]] std::vector<std::string> const& command() const { return command_; }

 private:
  std::vector<std::string> words_;
  std::vector<std::string> command_;
};

}  // namespace mingshi::tests
