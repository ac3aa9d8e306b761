// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/gzip.h"

#include <limits>
#include <utility>

#include "formats/deflate.h"

namespace portside {

bool IsGzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

FormatResult<std::string> UnpackGzip(std::string_view bytes, std::uint64_t limit) {
  Gunzip gunzip([rest = bytes]() mutable { return std::exchange(rest, {}); }, limit);
  std::string unpacked;
  while (true) {
    const std::string_view piece = TRY(gunzip.Next());
    if (piece.empty()) return unpacked;
    unpacked += piece;
  }
}

std::string PackGzip(std::string_view bytes) { return Deflate(bytes, DeflateFrame::kGzip); }

struct GunzipInput::Parts {
  explicit Parts(ByteSource source)
      : gunzip(std::move(source), std::numeric_limits<std::uint64_t>::max()) {}
  Gunzip gunzip;
  std::optional<FormatError> error;
};

GunzipInput::GunzipInput(ByteSource source) : parts_(std::make_shared<Parts>(std::move(source))) {}

std::string_view GunzipInput::operator()() {
  if (parts_->error) return {};
  const auto piece = parts_->gunzip.Next();
  if (piece) return *piece;
  parts_->error = piece.error();
  return {};
}

const std::optional<FormatError>& GunzipInput::error() const { return parts_->error; }

}  // namespace portside
