// SPDX-License-Identifier: Apache-2.0
//
// Expected<T, E>: a value or the reason there is none. TRY unwraps one or returns its error.
//
//   Expected<int, ParseError> Sum(std::string_view a, std::string_view b) {
//     return TRY(ParseInt(a)) + TRY(ParseInt(b));
//   }
//
// The error types are values of the layer that owns them (formats: FormatError, objects:
// ObjectError, jobs: JobFailure, aws and above: ServiceError). Exceptions are for a broken
// environment (disk, database) only.

#pragma once

#include <tl/expected.hpp>
#include <utility>

namespace portside {

template <typename T, typename E>
using Expected = tl::expected<T, E>;

template <typename E>
[[nodiscard]] auto Fail(E error) {
  return tl::unexpected<E>(std::move(error));
}

namespace internal {
template <typename T, typename E>
T Unwrap(Expected<T, E>&& result) {
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}
}  // namespace internal

}  // namespace portside

// A statement expression (GNU, also clang): the value of `expression`, or return its error.
#define TRY(expression)                                                     \
  __extension__({                                                           \
    auto&& portside_try_result = (expression);                              \
    if (!portside_try_result)                                               \
      return ::tl::make_unexpected(std::move(portside_try_result).error()); \
    ::portside::internal::Unwrap(std::move(portside_try_result));           \
  })
