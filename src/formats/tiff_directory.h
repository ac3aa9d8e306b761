// SPDX-License-Identifier: Apache-2.0
//
// The head of a classic little-endian TIFF file: the header, and image file directories, each with
// the values that do not fit into its entries behind it.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portside {

inline constexpr std::size_t kTiffHeaderBytes = 8;
// The first directory follows it.
[[nodiscard]] std::string TiffHeader();

class TiffDirectory {
 public:
  // Tags are added in ascending order, as the specification wants them in the file.
  void AddShorts(std::uint16_t tag, const std::vector<std::uint16_t>& values);
  void AddLongs(std::uint16_t tag, const std::vector<std::uint32_t>& values);
  void AddDoubles(std::uint16_t tag, const std::vector<double>& values);
  void AddAscii(std::uint16_t tag, std::string_view text);

  // The size of Bytes(), which depends on how many values there are and not on what they are. Even.
  [[nodiscard]] std::size_t Size() const;
  // As it stands at `offset` in the file; `next` is where the next directory is, 0: there is none.
  [[nodiscard]] std::string Bytes(std::size_t offset, std::size_t next) const;

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
