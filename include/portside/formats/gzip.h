// SPDX-License-Identifier: Apache-2.0
//
// Gzip files: a small one as a whole, in memory, and one of any size piece by piece. Archives in
// them are read by tar_gz.h.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/formats/byte_source.h"
#include "portside/formats/format_error.h"

namespace portside {

// Whether the bytes begin as a gzip file does.
[[nodiscard]] bool IsGzip(std::string_view bytes);

// Its bytes, unpacked, with their checksum verified. Errors: no gzip file, a truncated or damaged
// one, more than `limit` bytes.
FormatResult<std::string> UnpackGzip(std::string_view bytes, std::uint64_t limit);

// The bytes as a gzip file, without time and name.
std::string PackGzip(std::string_view bytes);

// A ByteSource of what a gzip file unpacks to, whatever its size; members that follow each other
// are one file. It ends where the file is no gzip file, truncated or damaged: whoever comes to the
// end asks for error(). Copies read on from the same place. One thread.
class GunzipInput {
 public:
  explicit GunzipInput(ByteSource source);
  std::string_view operator()();
  [[nodiscard]] const std::optional<FormatError>& error() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace portside
