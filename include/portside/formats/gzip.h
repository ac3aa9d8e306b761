// SPDX-License-Identifier: Apache-2.0
//
// A small gzip file as a whole, in memory. Files of clients are read piece by piece (tar_gz.h).

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "portside/formats/format_error.h"

namespace portside {

// Its bytes, unpacked, with their checksum verified. Errors: no gzip file, a truncated or damaged
// one, more than `limit` bytes.
FormatResult<std::string> UnpackGzip(std::string_view bytes, std::uint64_t limit);

}  // namespace portside
