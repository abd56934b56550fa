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
  content,   ///< a head, an object it names, or the database made of them
  review,    ///< a decision that came without the legal reviewer's signature
  pair,      ///< records and decisions are not of the same generation
  twin,      ///< a generation that is here, with another content
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

/// `MS_TRY(during(Step::trust, updater.refresh()))` in a function that returns an Outcome.
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
