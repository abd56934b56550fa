#pragma once

#include "core/publication/part_head.hpp"
#include "core/store/apply.hpp"
#include "core/store/generation.hpp"
#include "tests/doubles/temp_folder.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace mingshi::store {

/// A record of these tests' own types, as its projection.
struct Sample {
  std::string type;  ///< notice, penalty (built-in decision), ruling (declared now one, now not)
  std::string number;
  std::map<std::string, std::string> fields{};  ///< title, body
  std::vector<std::string> steps{};             ///< a table
  std::string publish_from{}, publish_until{};  ///< "" = none
};

[[nodiscard]] std::string id_of(Sample const& sample);
/// Canonical JSON, as domain::project() makes it.
[[nodiscard]] std::string projection_of(Sample const& sample);

/// A hall's generations, each written as the hub writes it, and the op logs between any two.
class History {
 public:
  using Records = std::map<std::string, Sample>;

  History();
  /// Publishes these records as the next generation. @returns its sequence
  std::int64_t publish(Records const& records, bool ruling_is_decision = true);

  [[nodiscard]] std::filesystem::path database(std::int64_t sequence) const;
  [[nodiscard]] publication::Settings settings(std::int64_t sequence) const;
  [[nodiscard]] publication::PartHead head(publication::Part part, std::int64_t sequence);
  /// The log between two generations, made once; from 0 = a base.
  [[nodiscard]] LogFile log(publication::Part part, std::int64_t from, std::int64_t to);
  /// Everything that leads along these sequences (the first one 0: from nothing) in both parts.
  [[nodiscard]] Update update(std::vector<std::int64_t> const& way,
                              std::optional<std::filesystem::path> older = {});
  [[nodiscard]] Update update(std::vector<std::int64_t> const& records_way,
                              std::vector<std::int64_t> const& decisions_way,
                              std::optional<std::filesystem::path> older);
  /// A name that is not taken.
  [[nodiscard]] std::filesystem::path fresh();
  /// Packs these lines as they are. @returns the log as a head would name it
  [[nodiscard]] LogFile forged(std::int64_t from, std::int64_t to,
                               std::vector<std::string> const& lines);
  [[nodiscard]] std::int64_t last() const { return static_cast<std::int64_t>(ruled_.size()); }

 private:
  tests::TempFolder folder_;
  std::vector<bool> ruled_;  ///< of each generation: ruling was a decision type
  std::map<std::tuple<publication::Part, std::int64_t, std::int64_t>, LogFile> logs_;
  std::int64_t names_{0};
};

}  // namespace mingshi::store
