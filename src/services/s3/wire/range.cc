// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/range.h"

#include <algorithm>
#include <charconv>

#include "portside/base/encoding.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kUnit = "bytes=";

// Numbers over 64 bits count as the largest one: they are beyond every object.
std::optional<std::uint64_t> ParseOffset(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc() ? number : UINT64_MAX;
}

}  // namespace

S3Result<std::optional<ByteRange>> ParseRange(std::string_view header, std::uint64_t size) {
  const std::optional<ByteRange> whole;
  if (!EqualsIgnoreCase(header.substr(0, kUnit.size()), kUnit)) return whole;
  const std::string_view range = TrimSpace(header.substr(kUnit.size()));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return whole;
  const std::string_view first_text = TrimSpace(range.substr(0, dash));
  const std::string_view last_text = TrimSpace(range.substr(dash + 1));
  const std::optional<std::uint64_t> first = ParseOffset(first_text);
  const std::optional<std::uint64_t> last = ParseOffset(last_text);
  const auto unsatisfiable = [&] { return Fail(InvalidRange(size, std::string(header))); };

  if (first_text.empty()) {
    if (!last) return whole;
    if (*last == 0 || size == 0) return unsatisfiable();
    return ByteRange{size - std::min(*last, size), size - 1};
  }
  if (!first || (!last_text.empty() && !last) || (last && *last < *first)) return whole;
  if (*first >= size) return unsatisfiable();
  return ByteRange{*first, std::min(last.value_or(UINT64_MAX), size - 1)};
}

std::optional<ByteRange> ParseCopyRange(std::string_view header) {
  if (!header.starts_with(kUnit)) return std::nullopt;
  const std::string_view range = header.substr(kUnit.size());
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::optional<std::uint64_t> first = ParseOffset(range.substr(0, dash));
  const std::optional<std::uint64_t> last = ParseOffset(range.substr(dash + 1));
  if (!first || !last || *last < *first || *last == UINT64_MAX) return std::nullopt;
  return ByteRange{*first, *last};
}

}  // namespace portside::s3
