// SPDX-License-Identifier: Apache-2.0
//
// A reader for tests of what the GeoTIFF writer writes: classic little-endian TIFF, one directory,
// deflated tiles, pixel interleaved. It is strict: bytes outside the file, tags out of order or
// tiles of a wrong size throw.

#pragma once

#include <zlib.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace portside {

class TiffReader {
 public:
  explicit TiffReader(std::string_view bytes) : bytes_(bytes) {
    if (!bytes.starts_with(std::string_view("II*\0", 4))) throw std::runtime_error("no TIFF");
    const auto directory = Get<std::uint32_t>(4);
    const auto count = Get<std::uint16_t>(directory);
    int previous = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t entry = directory + 2 + 12 * i;
      const auto tag = Get<std::uint16_t>(entry);
      if (tag <= previous) throw std::runtime_error("tags out of order");
      previous = tag;
      ReadEntry(tag, entry);
    }
    if (Get<std::uint32_t>(directory + 2 + 12 * count) != 0) throw std::runtime_error("more pages");
  }

  [[nodiscard]] bool Has(int tag) const { return numbers_.contains(tag) || texts_.contains(tag); }
  [[nodiscard]] const std::vector<double>& Numbers(int tag) const { return numbers_.at(tag); }
  [[nodiscard]] double Number(int tag) const { return Numbers(tag).at(0); }
  [[nodiscard]] const std::string& Text(int tag) const { return texts_.at(tag); }

  // One sample, as GDAL would show it.
  [[nodiscard]] double At(std::uint32_t x, std::uint32_t y, std::size_t band = 0) {
    const auto tile_width = static_cast<std::uint32_t>(Number(322));
    const auto tile_height = static_cast<std::uint32_t>(Number(323));
    const auto width = static_cast<std::uint32_t>(Number(256));
    const std::size_t across = (width + tile_width - 1) / tile_width;
    const std::size_t tile = y / tile_height * across + x / tile_width;
    const auto bands = static_cast<std::size_t>(Number(277));
    return Tile(tile).at((std::size_t{y % tile_height} * tile_width + x % tile_width) * bands +
                         band);
  }

 private:
  template <typename T>
  T Get(std::size_t offset) const {
    T value;
    if (offset + sizeof(T) > bytes_.size()) throw std::runtime_error("beyond the end");
    std::memcpy(&value, bytes_.data() + offset, sizeof(T));
    return value;
  }

  void ReadEntry(int tag, std::size_t entry) {
    static const std::map<int, std::size_t> kSizes = {{2, 1}, {3, 2}, {4, 4}, {12, 8}};
    const int type = Get<std::uint16_t>(entry + 2);
    const auto count = Get<std::uint32_t>(entry + 4);
    const std::size_t size = kSizes.at(type) * count;
    const std::size_t start = size <= 4 ? entry + 8 : Get<std::uint32_t>(entry + 8);
    if (start % 2 != 0 || start + size > bytes_.size()) throw std::runtime_error("bad value");
    if (type == 2) {
      texts_[tag] = std::string(bytes_.substr(start, size - 1));
      if (bytes_[start + size - 1] != '\0') throw std::runtime_error("text without end");
      return;
    }
    for (std::size_t i = 0; i < count; ++i) {
      numbers_[tag].push_back(type == 3   ? Get<std::uint16_t>(start + 2 * i)
                              : type == 4 ? Get<std::uint32_t>(start + 4 * i)
                                          : Get<double>(start + 8 * i));
    }
  }

  const std::vector<double>& Tile(std::size_t index) {
    std::vector<double>& samples = tiles_[index];
    if (!samples.empty()) return samples;
    const int format = static_cast<int>(Number(339));
    const int bits = static_cast<int>(Number(258));
    const std::string raw = Unpack(index, static_cast<std::size_t>(bits) / 8);
    if (format == 1 && bits == 16) samples = Samples<std::uint16_t>(raw);
    if (format == 2 && bits == 16) samples = Samples<std::int16_t>(raw);
    if (format == 2 && bits == 32) samples = Samples<std::int32_t>(raw);
    if (format == 3 && bits == 32) samples = Samples<float>(raw);
    if (format == 3 && bits == 64) samples = Samples<double>(raw);
    return samples;
  }

  std::string Unpack(std::size_t index, std::size_t sample_bytes) const {
    const auto offset = static_cast<std::size_t>(Numbers(324).at(index));
    const auto size = static_cast<std::size_t>(Numbers(325).at(index));
    if (offset + size > bytes_.size()) throw std::runtime_error("tile beyond the end");
    std::string raw(
        static_cast<std::size_t>(Number(322) * Number(323) * Number(277)) * sample_bytes, '\0');
    uLongf raw_size = raw.size();
    const auto* packed = reinterpret_cast<const Bytef*>(bytes_.data() + offset);
    const int code =
        uncompress(reinterpret_cast<Bytef*>(raw.data()), &raw_size, packed, uLong{size});
    if (code != Z_OK || raw_size != raw.size()) throw std::runtime_error("bad tile");
    return raw;
  }

  template <typename T>
  std::vector<double> Samples(const std::string& raw) const {
    std::vector<T> values(raw.size() / sizeof(T));
    std::memcpy(values.data(), raw.data(), raw.size());
    const auto bands = static_cast<std::size_t>(Number(277));
    const auto row = static_cast<std::size_t>(Number(322)) * bands;
    const bool differences = Has(317) && Number(317) == 2;
    std::vector<double> samples;
    samples.reserve(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      // The conversion back to T is what wraps around, as the writer's subtraction did.
      if (differences && i % row >= bands) {
        values[i] = static_cast<T>(static_cast<std::int64_t>(values[i]) +
                                   static_cast<std::int64_t>(values[i - bands]));
      }
      samples.push_back(static_cast<double>(values[i]));
    }
    return samples;
  }

  std::string_view bytes_;
  std::map<int, std::vector<double>> numbers_;
  std::map<int, std::string> texts_;
  std::map<std::size_t, std::vector<double>> tiles_;
};

}  // namespace portside
