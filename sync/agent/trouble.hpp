#pragma once

#include "core/base/result.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace mingshi::sync {

/// Which part of a pass an Error came from.
enum class Step : std::uint8_t {
  fetch,     ///< the source
  trust,     ///< a metadata document
  content,   ///< the head or the database
  terminal,  ///< the terminal's own folder
};

/// The stable word for a failure in status.json. docs/formats/repository.md lists them all.
[[nodiscard]] std::string_view trouble_code(Step step, ErrorCode code);

/// An Error with the step that it came from.
struct Failure {
  Step step;
  Error error;
};

template <typename T>
using Outcome = std::expected<T, Failure>;

/// `MS_TRY(during(Step::trust, set.update_root(bytes)))` in a function that returns an Outcome.
template <typename T>
[[nodiscard]] Outcome<T> during(Step step, Result<T> result) {
  if (!result) return std::unexpected{Failure{.step = step, .error = std::move(result).error()}};
  if constexpr (std::is_void_v<T>)
    return {};
  else
    return *std::move(result);
}

[[nodiscard]] inline std::unexpected<Failure> failed(Step step, ErrorCode code,
                                                     std::string detail) {
  return std::unexpected{Failure{.step = step, .error = Error{code, std::move(detail)}}};
}

}  // namespace mingshi::sync
