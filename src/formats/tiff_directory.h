// SPDX-License-Identifier: Apache-2.0
//
// The head of a classic little-endian TIFF file: the header and its one image file directory, with
// the values that do not fit into their entries behind it.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside {

class TiffDirectory {
 public:
  // Tags are added in ascending order, as the specification wants them in the file.
  void AddShorts(std::uint16_t tag, const std::vector<std::uint16_t>& values);
  void AddLongs(std::uint16_t tag, const std::vector<std::uint32_t>& values);
  void AddDoubles(std::uint16_t tag, const std::vector<double>& values);
  void AddAscii(std::uint16_t tag, std::string_view text);

  // The size of Bytes(), which depends on how many values there are and not on what they are.
  [[nodiscard]] std::size_t Size() const;
  [[nodiscard]] std::string Bytes() const;

 private:
  struct Entry {
    std::uint16_t tag;
    std::uint16_t type;
    std::uint32_t count;
    std::string value;
  };

  template <typename T>
  void Add(std::uint16_t tag, std::uint16_t type, const T& values);

  std::vector<Entry> entries_;
};

}  // namespace portside
