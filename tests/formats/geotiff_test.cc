// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/geotiff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "formats/tiff_reader.h"
#include "golden/golden.h"

namespace portside {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using PixelFunction = std::function<double(std::uint32_t x, std::uint32_t y, std::size_t band)>;

// Tiles that all differ, from a function of the pixel.
TileSource Pixels(std::size_t bands, PixelFunction pixel) {
  return [bands, pixel](std::uint32_t tile_x, std::uint32_t tile_y) {
    const auto fill = [=](std::vector<double>& samples) {
      std::size_t i = 0;
      for (std::uint32_t y = 0; y < kTileSize; ++y) {
        for (std::uint32_t x = 0; x < kTileSize; ++x) {
          for (std::size_t band = 0; band < bands; ++band) {
            samples[i++] = pixel(tile_x * kTileSize + x, tile_y * kTileSize + y, band);
          }
        }
      }
    };
    return TileContent{.key = std::uint64_t{tile_y} << 32 | tile_x, .fill = fill};
  };
}

GeoTiffSpec Spec(std::uint32_t width, std::uint32_t height, SampleType type = SampleType::kUint16,
                 std::uint16_t bands = 1) {
  GeoTiffSpec spec;
  spec.width = width;
  spec.height = height;
  spec.bands = bands;
  spec.sample_type = type;
  spec.epsg = 32613;
  spec.origin_x = 699960;
  spec.origin_y = 4100040;
  return spec;
}

struct SampleCase {
  SampleType type;
  double sample_format;
  double bits;
  PixelFunction pixel;
};

// Every value is one that the type holds exactly; integers reach both ends of their range, so that
// differences wrap around.
const std::vector<SampleCase>& SampleCases() {
  static const std::vector<SampleCase> kCases = {
      {SampleType::kUint16, 1, 16,
       [](auto x, auto y, auto band) { return (x * 7919 + y * 104'729 + band * 5) % 65'536; }},
      {SampleType::kInt16, 2, 16,
       [](auto x, auto y, auto band) {
         return static_cast<double>((x * 7919 + y * 104'729 + band * 5) % 65'536) - 32'768;
       }},
      {SampleType::kInt32, 2, 32,
       [](auto x, auto y, auto band) {
         return static_cast<double>(static_cast<std::uint32_t>(x * 2'654'435'761U + y + band)) -
                2'147'483'648.0;
       }},
      {SampleType::kFloat32, 3, 32,
       [](auto x, auto y, auto band) { return x / 64.0 - y / 16.0 + static_cast<double>(band); }},
      {SampleType::kFloat64, 3, 64,
       [](auto x, auto y, auto band) { return x / 7.0 - y * 1e9 + static_cast<double>(band); }},
  };
  return kCases;
}

TEST(WriteGeoTiff, KeepsEveryPixelOfEveryTypeAndBand) {
  const std::uint32_t kXs[] = {0, 1, 511, 512, 513, 599};
  const std::uint32_t kYs[] = {0, 255, 511, 512, 529};
  for (const SampleCase& sample : SampleCases()) {
    for (const std::uint16_t bands : {std::uint16_t{1}, std::uint16_t{3}}) {
      const GeoTiffSpec spec = Spec(600, 530, sample.type, bands);
      const std::string bytes = WriteGeoTiff(spec, Pixels(bands, sample.pixel));
      TiffReader tiff(bytes);

      EXPECT_EQ(tiff.Numbers(258), std::vector<double>(bands, sample.bits));
      EXPECT_EQ(tiff.Numbers(339), std::vector<double>(bands, sample.sample_format));
      EXPECT_EQ(tiff.Number(277), bands);
      EXPECT_EQ(tiff.Has(338), bands > 1);
      EXPECT_EQ(tiff.Has(317), sample.sample_format != 3);
      for (const std::uint32_t y : kYs) {
        for (const std::uint32_t x : kXs) {
          for (std::size_t band = 0; band < bands; ++band) {
            ASSERT_EQ(tiff.At(x, y, band), sample.pixel(x, y, band))
                << sample.bits << " bits, " << x << ' ' << y << ' ' << band;
          }
        }
      }
    }
  }
}

TEST(WriteGeoTiff, DescribesTheGrid) {
  const std::string bytes =
      WriteGeoTiff(Spec(600, 530), Pixels(1, [](auto, auto, auto) { return 1; }));
  const TiffReader tiff(bytes);
  EXPECT_EQ(tiff.Number(256), 600);
  EXPECT_EQ(tiff.Number(257), 530);
  EXPECT_EQ(tiff.Number(259), 8);
  EXPECT_EQ(tiff.Number(262), 1);
  EXPECT_EQ(tiff.Number(284), 1);
  EXPECT_EQ(tiff.Number(322), 512);
  EXPECT_EQ(tiff.Number(323), 512);
  EXPECT_EQ(tiff.Numbers(324).size(), 4U);
  EXPECT_THAT(tiff.Numbers(33550), ElementsAre(10, 10, 0));
  EXPECT_THAT(tiff.Numbers(33922), ElementsAre(0, 0, 0, 699960, 4100040, 0));
}

TEST(WriteGeoTiff, NamesTheCoordinateSystem) {
  GeoTiffSpec spec = Spec(1, 1);
  for (const int epsg : {32613, 32721}) {
    spec.epsg = epsg;
    const std::string bytes = WriteGeoTiff(spec, Pixels(1, [](auto, auto, auto) { return 1; }));
    EXPECT_THAT(TiffReader(bytes).Numbers(34735),
                ElementsAre(1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, epsg));
  }
  spec.epsg = 4326;
  const std::string bytes = WriteGeoTiff(spec, Pixels(1, [](auto, auto, auto) { return 1; }));
  EXPECT_THAT(TiffReader(bytes).Numbers(34735),
              ElementsAre(1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326));
}

TEST(WriteGeoTiff, WritesNodataAndBandNamesOnlyWhereGiven) {
  GeoTiffSpec spec = Spec(1, 1, SampleType::kFloat32, 2);
  const TileSource zeros = [](auto, auto) { return TileContent{.key = 0, .fill = [](auto&) {}}; };
  const std::string plain = WriteGeoTiff(spec, zeros);
  EXPECT_FALSE(TiffReader(plain).Has(42112));
  EXPECT_FALSE(TiffReader(plain).Has(42113));

  spec.nodata = "nan";
  spec.band_names = {"red", "a & <b>"};
  const std::string bytes = WriteGeoTiff(spec, zeros);
  const TiffReader tiff(bytes);
  EXPECT_EQ(tiff.Text(42113), "nan");
  EXPECT_THAT(tiff.Text(42112),
              HasSubstr(R"(<Item name="DESCRIPTION" sample="0" role="description">red</Item>)"));
  EXPECT_THAT(tiff.Text(42112), HasSubstr(R"(sample="1" role="description">a &amp;amp; &amp;lt;)"));
}

TEST(WriteGeoTiff, RoundsAndClampsIntegers) {
  const double values[] = {-1, 0.49, 0.5, 2.5, 65'534.6, 1e9, std::nan(""), -1e300};
  const std::string bytes =
      WriteGeoTiff(Spec(8, 1), Pixels(1, [&](auto x, auto, auto) { return values[x % 8]; }));
  TiffReader tiff(bytes);
  const double expected[] = {0, 0, 1, 3, 65'535, 65'535, 0, 0};
  for (std::uint32_t x = 0; x < 8; ++x) EXPECT_EQ(tiff.At(x, 0), expected[x]) << values[x];

  const std::string small =
      WriteGeoTiff(Spec(2, 1, SampleType::kInt32),
                   Pixels(1, [](auto x, auto, auto) { return x ? 1e12 : -1e12; }));
  TiffReader ends(small);
  EXPECT_EQ(ends.At(0, 0), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(ends.At(1, 0), std::numeric_limits<std::int32_t>::max());
}

TEST(WriteGeoTiff, KeepsNanInFloats) {
  const std::string bytes =
      WriteGeoTiff(Spec(2, 1, SampleType::kFloat32),
                   Pixels(1, [](auto x, auto, auto) { return x == 0 ? std::nan("") : 0.25; }));
  TiffReader tiff(bytes);
  EXPECT_TRUE(std::isnan(tiff.At(0, 0)));
  EXPECT_EQ(tiff.At(1, 0), 0.25);
}

TEST(WriteGeoTiff, WritesEqualTilesOnce) {
  std::multiset<std::uint64_t> filled;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> asked;
  const auto source = [&](std::uint32_t tile_x, std::uint32_t tile_y) {
    asked.emplace_back(tile_x, tile_y);
    const std::uint64_t key = (tile_x + tile_y) % 3;
    return TileContent{key, [&filled, key](std::vector<double>& samples) {
                         filled.insert(key);
                         samples.assign(samples.size(), static_cast<double>(key) + 4);
                       }};
  };

  const std::string bytes = WriteGeoTiff(Spec(10'980, 10'980), source);

  EXPECT_LT(bytes.size(), 15'000U);
  EXPECT_THAT(filled, ElementsAre(0, 1, 2));
  ASSERT_EQ(asked.size(), 22U * 22U);
  EXPECT_EQ(asked[23], std::make_pair(1U, 1U));
  TiffReader tiff(bytes);
  const auto& offsets = tiff.Numbers(324);
  EXPECT_EQ(std::set<double>(offsets.begin(), offsets.end()).size(), 3U);
  EXPECT_EQ(tiff.At(10'979, 10'979), 42 % 3 + 4);
  EXPECT_EQ(tiff.At(10'979, 0), 21 % 3 + 4);
  EXPECT_EQ(tiff.At(513, 1024), 4);
}

TEST(WriteGeoTiff, PutsTheDirectoryBeforeTheTiles) {
  const std::string bytes =
      WriteGeoTiff(Spec(1100, 1100), Pixels(1, [](auto x, auto y, auto) { return x ^ y; }));
  const TiffReader tiff(bytes);
  double end = 0;
  for (std::size_t i = 0; i < tiff.Numbers(324).size(); ++i) {
    if (i > 0) {
      EXPECT_EQ(tiff.Numbers(324)[i], end);
    }
    end = tiff.Numbers(324)[i] + tiff.Numbers(325)[i];
  }
  EXPECT_EQ(end, static_cast<double>(bytes.size()));
}

std::uint64_t Number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
  }
  return value;
}

// The first value of a tag in the directory at `begin`; 0: it has none.
std::uint64_t TagAt(std::string_view tiff, std::size_t begin, std::uint64_t wanted) {
  for (std::size_t i = 0; i < Number(tiff, begin, 2); ++i) {
    const std::size_t entry = begin + 2 + 12 * i;
    if (Number(tiff, entry, 2) != wanted) continue;
    return Number(tiff, entry + 8, Number(tiff, entry + 2, 2) == 3 ? 2 : 4);
  }
  return 0;
}

TEST(WriteGeoTiff, WritesOverviewsTheSmallestFirst) {
  const TileSource ones = Pixels(1, [](auto, auto, auto) { return 1; });
  const auto bytes = WriteGeoTiff(Spec(1301, 700), ones, {ones, ones}, 1 << 20);
  ASSERT_TRUE(bytes);
  const std::size_t widths[] = {1301, 651, 326};
  std::size_t directory = Number(*bytes, 4, 4);
  std::size_t last_tile = bytes->size();
  for (std::size_t level = 0; level < 3; ++level) {
    ASSERT_NE(directory, 0U);
    EXPECT_EQ(TagAt(*bytes, directory, 256), widths[level]);
    EXPECT_EQ(TagAt(*bytes, directory, 254), level == 0 ? 0U : 1U);
    const std::size_t entries = Number(*bytes, directory, 2);
    const std::size_t offsets = TagAt(*bytes, directory, 324);
    const bool is_one = level == 2;  // then its offset stands in the entry
    const std::size_t tile = is_one ? offsets : Number(*bytes, offsets, 4);
    EXPECT_LT(tile, last_tile);
    last_tile = tile;
    directory = Number(*bytes, directory + 2 + 12 * entries, 4);
  }
  EXPECT_EQ(directory, 0U);
}

TEST(WriteGeoTiff, GivesNothingThatIsTooLarge) {
  const TileSource ones = Pixels(1, [](auto, auto, auto) { return 1; });
  const std::size_t size = WriteGeoTiff(Spec(600, 530), ones).size();
  EXPECT_TRUE(WriteGeoTiff(Spec(600, 530), ones, {}, size));
  EXPECT_FALSE(WriteGeoTiff(Spec(600, 530), ones, {}, size - 1));
  EXPECT_FALSE(WriteGeoTiff(Spec(600, 530), ones, {}, 10));
}

TEST(WriteGeoTiff, RefusesWhatIsNoRaster) {
  const TileSource none = Pixels(1, [](auto, auto, auto) { return 0; });
  EXPECT_THROW(WriteGeoTiff(Spec(0, 1), none), std::invalid_argument);
  EXPECT_THROW(WriteGeoTiff(Spec(1, 0), none), std::invalid_argument);
  EXPECT_THROW(WriteGeoTiff(Spec(1, 1, SampleType::kUint16, 0), none), std::invalid_argument);
  const auto shrinks = [](auto, auto) {
    return TileContent{0, [](std::vector<double>& samples) { samples.pop_back(); }};
  };
  EXPECT_THROW(WriteGeoTiff(Spec(1, 1), shrinks), std::invalid_argument);
}

// The same bytes on every machine with the same zlib; another zlib may pack the tiles otherwise.
TEST(WriteGeoTiff, IsTheGoldenFile) {
  GeoTiffSpec spec = Spec(700, 20, SampleType::kInt16, 2);
  spec.nodata = "-9999";
  spec.band_names = {"red", "nir"};
  ExpectGolden("two_bands.tif", WriteGeoTiff(spec, Pixels(2, [](auto x, auto y, auto band) {
                                               return x / 8.0 + y - 50 * static_cast<double>(band);
                                             })));
}

TEST(SampleBytes, AreThoseOfTheType) {
  EXPECT_EQ(SampleBytes(SampleType::kUint16), 2U);
  EXPECT_EQ(SampleBytes(SampleType::kInt16), 2U);
  EXPECT_EQ(SampleBytes(SampleType::kInt32), 4U);
  EXPECT_EQ(SampleBytes(SampleType::kFloat32), 4U);
  EXPECT_EQ(SampleBytes(SampleType::kFloat64), 8U);
}

}  // namespace
}  // namespace portside
