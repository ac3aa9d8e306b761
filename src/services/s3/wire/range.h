// SPDX-License-Identifier: Apache-2.0
//
// Range headers: one range of bytes. Several, or one that cannot be read, mean the whole object,
// as in S3.

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "services/s3/wire/errors.h"

namespace portside::s3 {

struct ByteRange {
  std::uint64_t first;
  std::uint64_t last;  // included
  [[nodiscard]] std::uint64_t length() const { return last - first + 1; }
};

// Nothing: the whole object. InvalidRange (416) where no byte of an object of this size is asked
// for.
S3Result<std::optional<ByteRange>> ParseRange(std::string_view header, std::uint64_t size);

// Strictly "bytes=first-last", for x-amz-copy-source-range; nothing for any other form.
std::optional<ByteRange> ParseCopyRange(std::string_view header);

}  // namespace portside::s3
