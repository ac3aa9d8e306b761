// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/gzip.h"

#include <utility>

#include "formats/deflate.h"

namespace portside {

FormatResult<std::string> UnpackGzip(std::string_view bytes, std::uint64_t limit) {
  Gunzip gunzip([rest = bytes]() mutable { return std::exchange(rest, {}); }, limit);
  std::string unpacked;
  while (true) {
    const std::string_view piece = TRY(gunzip.Next());
    if (piece.empty()) return unpacked;
    unpacked += piece;
  }
}

}  // namespace portside
