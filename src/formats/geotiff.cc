// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/geotiff.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "formats/deflate.h"
#include "formats/sample.h"
#include "formats/tiff_directory.h"

namespace portside {
namespace {

enum SampleFormat : std::uint16_t { kUnsigned = 1, kSigned = 2, kFloat = 3 };

SampleFormat FormatOf(SampleType type) {
  switch (type) {
    case SampleType::kUint16: return kUnsigned;
    case SampleType::kInt16:
    case SampleType::kInt32: return kSigned;
    case SampleType::kFloat32:
    case SampleType::kFloat64: return kFloat;
  }
  return kUnsigned;
}

// Differences to the pixel on the left: what deflate packs better than the values. From right to
// left, so that each difference is taken from a value that is still whole.
template <typename T>
void PredictRow(T* row, std::size_t samples, std::size_t bands) {
  using Unsigned = std::make_unsigned_t<T>;
  for (std::size_t i = samples; i-- > bands;) {
    row[i] = static_cast<T>(static_cast<Unsigned>(row[i]) - static_cast<Unsigned>(row[i - bands]));
  }
}

template <typename T>
std::string EncodeSamples(const std::vector<double>& samples, std::size_t bands) {
  std::vector<T> values(samples.size());
  std::ranges::transform(samples, values.begin(), ToSample<T>);
  if constexpr (std::is_integral_v<T>) {
    const std::size_t row = kTileSize * bands;
    for (std::size_t i = 0; i < values.size(); i += row) PredictRow(&values[i], row, bands);
  }
  const std::string_view bytes(reinterpret_cast<const char*>(values.data()),
                               values.size() * sizeof(T));
  return Deflate(bytes, DeflateFrame::kZlib);
}

std::string EncodeTile(SampleType type, const std::vector<double>& samples, std::size_t bands) {
  switch (type) {
    case SampleType::kUint16: return EncodeSamples<std::uint16_t>(samples, bands);
    case SampleType::kInt16: return EncodeSamples<std::int16_t>(samples, bands);
    case SampleType::kInt32: return EncodeSamples<std::int32_t>(samples, bands);
    case SampleType::kFloat32: return EncodeSamples<float>(samples, bands);
    case SampleType::kFloat64: return EncodeSamples<double>(samples, bands);
  }
  return {};
}

// The tiles of a raster: where each stands in `bytes`, and how long it is there.
struct Tiles {
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> sizes;
  std::string bytes;
};

// A classic TIFF's offsets have 32 bits.
constexpr std::size_t kAddressable = std::numeric_limits<std::uint32_t>::max();

// Nothing where they have more than `max_bytes`.
std::optional<Tiles> EncodeTiles(const GeoTiffSpec& spec, const TileSource& source,
                                 std::size_t max_bytes) {
  const std::uint32_t across = (spec.width + kTileSize - 1) / kTileSize;
  const std::uint32_t down = (spec.height + kTileSize - 1) / kTileSize;
  const std::size_t samples_per_tile = std::size_t{kTileSize} * kTileSize * spec.bands;

  Tiles tiles;
  std::unordered_map<std::uint64_t, std::size_t> known;  // key -> the first tile with that key
  std::vector<double> samples;
  for (std::uint32_t y = 0; y < down; ++y) {
    for (std::uint32_t x = 0; x < across; ++x) {
      const TileContent content = source(x, y);
      const auto [tile, is_new] = known.emplace(content.key, tiles.offsets.size());
      if (!is_new) {
        tiles.offsets.push_back(tiles.offsets[tile->second]);
        tiles.sizes.push_back(tiles.sizes[tile->second]);
        continue;
      }

      samples.assign(samples_per_tile, 0);
      content.fill(samples);
      if (samples.size() != samples_per_tile) {
        throw std::invalid_argument("a tile's fill must keep the number of samples");
      }
      const std::string bytes = EncodeTile(spec.sample_type, samples, spec.bands);
      if (tiles.bytes.size() + bytes.size() > max_bytes) return std::nullopt;
      tiles.offsets.push_back(static_cast<std::uint32_t>(tiles.bytes.size()));
      tiles.sizes.push_back(static_cast<std::uint32_t>(bytes.size()));
      tiles.bytes += bytes;
    }
  }
  return tiles;
}

// The directory of GeoTIFF keys, version 1.1.0: key, where its value stands (0: here), count,
// value.
std::vector<std::uint16_t> GeoKeys(int epsg) {
  const bool geographic = epsg == 4326;
  const std::pair<int, int> keys[] = {
      {1024, geographic ? 2 : 1},        // the model: geographic or projected
      {1025, 1},                         // pixels are areas
      {geographic ? 2048 : 3072, epsg},  // the coordinate system
  };
  std::vector<std::uint16_t> words = {1, 1, 0, std::size(keys)};
  for (const auto& [key, value] : keys) {
    words.push_back(static_cast<std::uint16_t>(key));
    words.push_back(0);
    words.push_back(1);
    words.push_back(static_cast<std::uint16_t>(value));
  }
  return words;
}

void AppendEscaped(std::string& out, char c) {
  // GDAL unescapes descriptions after its XML parser did, so that `&` itself is escaped twice.
  switch (c) {
    case '&': out += "&amp;amp;"; break;
    case '<': out += "&amp;lt;"; break;
    case '>': out += "&amp;gt;"; break;
    case '"': out += "&amp;quot;"; break;
    default: out += c;
  }
}

std::string BandMetadata(const std::vector<std::string>& names) {
  std::string xml = "<GDALMetadata>\n";
  for (std::size_t band = 0; band < names.size(); ++band) {
    xml += "  <Item name=\"DESCRIPTION\" sample=\"" + std::to_string(band) +
           "\" role=\"description\">";
    for (const char c : names[band]) AppendEscaped(xml, c);
    xml += "</Item>\n";
  }
  return xml + "</GDALMetadata>\n";
}

// One size of the image: as it is, or an overview.
struct Level {
  GeoTiffSpec spec;
  Tiles tiles;
  bool is_overview = false;
};

TiffDirectory MakeDirectory(const Level& level) {
  const GeoTiffSpec& spec = level.spec;
  const Tiles& tiles = level.tiles;
  using Shorts = std::vector<std::uint16_t>;
  const SampleFormat format = FormatOf(spec.sample_type);
  const auto bits = static_cast<std::uint16_t>(8 * SampleBytes(spec.sample_type));

  TiffDirectory directory;
  if (level.is_overview) directory.AddLongs(254, {1});  // of reduced resolution
  directory.AddLongs(256, {spec.width});
  directory.AddLongs(257, {spec.height});
  directory.AddShorts(258, Shorts(spec.bands, bits));
  directory.AddShorts(259, {8});  // deflate
  directory.AddShorts(262, {1});  // black is zero
  directory.AddShorts(277, {spec.bands});
  directory.AddShorts(284, {1});                        // pixel interleaved
  if (format != kFloat) directory.AddShorts(317, {2});  // horizontal differences
  directory.AddLongs(322, {kTileSize});
  directory.AddLongs(323, {kTileSize});
  directory.AddLongs(324, tiles.offsets);
  directory.AddLongs(325, tiles.sizes);
  if (spec.bands > 1) directory.AddShorts(338, Shorts(spec.bands - 1U, 0));  // no transparency
  directory.AddShorts(339, Shorts(spec.bands, format));
  if (!level.is_overview) {
    directory.AddDoubles(33550, {spec.pixel_size, spec.pixel_size, 0});
    directory.AddDoubles(33922, {0, 0, 0, spec.origin_x, spec.origin_y, 0});
    directory.AddShorts(34735, GeoKeys(spec.epsg));
    if (!spec.band_names.empty()) directory.AddAscii(42112, BandMetadata(spec.band_names));
  }
  if (spec.nodata) directory.AddAscii(42113, *spec.nodata);
  return directory;
}

// The head comes first in the file, and its size does not depend on the offsets in it.
std::optional<std::string> Assemble(std::vector<Level>& levels, std::size_t max_bytes) {
  std::vector<std::size_t> begins;  // of the directories
  std::size_t at = kTiffHeaderBytes;
  for (const Level& level : levels) {
    begins.push_back(at);
    at += MakeDirectory(level).Size();
  }
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    if (at + level->tiles.bytes.size() > max_bytes) return std::nullopt;
    for (std::uint32_t& offset : level->tiles.offsets) offset += static_cast<std::uint32_t>(at);
    at += level->tiles.bytes.size();
  }
  std::string file = TiffHeader();
  file.reserve(at);
  for (std::size_t index = 0; index < levels.size(); ++index) {
    const std::size_t next = index + 1 < levels.size() ? begins[index + 1] : 0;
    file += MakeDirectory(levels[index]).Bytes(begins[index], next);
  }
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    file += level->tiles.bytes;
    level->tiles = {};
  }
  return file;
}

}  // namespace

std::size_t SampleBytes(SampleType type) {
  switch (type) {
    case SampleType::kUint16:
    case SampleType::kInt16: return 2;
    case SampleType::kInt32:
    case SampleType::kFloat32: return 4;
    case SampleType::kFloat64: return 8;
  }
  return 0;
}

std::string WriteGeoTiff(const GeoTiffSpec& spec, const TileSource& source) {
  std::optional<std::string> bytes = WriteGeoTiff(spec, source, {}, kAddressable);
  if (!bytes) throw std::length_error("a GeoTIFF cannot be larger than 4 GiB");
  return std::move(*bytes);
}

std::optional<std::string> WriteGeoTiff(const GeoTiffSpec& spec, const TileSource& source,
                                        const std::vector<TileSource>& overviews,
                                        std::size_t max_bytes) {
  if (spec.width == 0 || spec.height == 0 || spec.bands == 0) {
    throw std::invalid_argument("a GeoTIFF needs a width, a height and a band");
  }
  max_bytes = std::min(max_bytes, kAddressable);
  std::vector<Level> levels = {{spec, {}, false}};
  for (std::size_t at = 0; at < overviews.size(); ++at) {
    GeoTiffSpec half = levels.back().spec;
    half.width = (half.width + 1) / 2;
    half.height = (half.height + 1) / 2;
    levels.push_back({std::move(half), {}, true});
  }
  std::size_t size = 0;
  for (std::size_t at = 0; at < levels.size(); ++at) {
    auto tiles =
        EncodeTiles(levels[at].spec, at == 0 ? source : overviews[at - 1], max_bytes - size);
    if (!tiles) return std::nullopt;
    levels[at].tiles = std::move(*tiles);
    size += levels[at].tiles.bytes.size();
  }
  return Assemble(levels, max_bytes);
}

}  // namespace portside
