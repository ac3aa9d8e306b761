// SPDX-License-Identifier: Apache-2.0
//
// PackedReader: numbers and texts out of the files that tools/import-geography writes. Behind the
// end everything is zero and empty, and the reader has failed.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace portside::sagemaker_geospatial {

class PackedReader {
 public:
  explicit PackedReader(std::string_view bytes, std::size_t begin = 0)
      : bytes_(bytes), at_(begin) {}

  std::uint8_t Byte() {
    if (at_ < bytes_.size()) return static_cast<std::uint8_t>(bytes_[at_++]);
    failed_ = true;
    return 0;
  }
  // Four bytes, the lowest first.
  std::uint32_t Word() {
    std::uint32_t word = 0;
    for (int shift = 0; shift < 32; shift += 8) word |= std::uint32_t{Byte()} << shift;
    return word;
  }
  // Seven bits in each byte, the lowest first; the eighth says that there are more.
  std::uint32_t Number() {
    std::uint32_t number = 0;
    for (unsigned shift = 0; shift < 32; shift += 7) {
      const std::uint8_t byte = Byte();
      number |= std::uint32_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return number;
    }
    failed_ = true;
    return number;
  }
  // A number with its sign in the lowest bit.
  std::int32_t Step() {
    const std::uint32_t number = Number();
    const auto half = static_cast<std::int32_t>(number >> 1);
    return (number & 1) != 0 ? ~half : half;
  }
  // Up to a zero byte.
  std::string_view Text() {
    const std::size_t end = bytes_.find('\0', at_);
    if (at_ >= bytes_.size() || end == std::string_view::npos) {
      failed_ = true;
      at_ = bytes_.size();
      return {};
    }
    const std::string_view text = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return text;
  }

  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool IsAtEnd() const { return at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_;
  bool failed_ = false;
};

}  // namespace portside::sagemaker_geospatial
