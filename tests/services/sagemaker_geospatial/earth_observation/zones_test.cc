// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/zones.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/earth_observation/tally.h"
#include "services/sagemaker_geospatial/raster_checks.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

constexpr const char* kSquare =
    R"({"type":"Polygon","coordinates":[[[-114,36],[-113,36],[-113,37],[-114,36]]]})";

std::string Feature(const std::string& geometry, const std::string& id = "") {
  return R"({"type":"Feature",)" + (id.empty() ? "" : R"("id":)" + id + ",") + R"("geometry":)" +
         geometry + "}";
}
std::string Collection(const std::string& features) {
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

TEST(ReadZones, TakesEveryFormOfPolygons) {
  const std::string multi = R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],)"
                            R"([[[2,0],[3,0],[3,1],[2,0]],[[2.1,0],[2.2,0],[2.2,0.1],[2.1,0]]]]})";
  EXPECT_EQ(ReadZones(kSquare)->size(), 1U);
  EXPECT_EQ(ReadZones(Feature(multi))->front().rings.size(), 3U);
  const auto zones = ReadZones(Collection(Feature(kSquare, "7") + "," + Feature(multi, "\"b\"")));
  ASSERT_TRUE(zones);
  EXPECT_EQ((*zones)[0].id, "7");
  EXPECT_EQ((*zones)[1].id, "b");
  EXPECT_EQ((*zones)[0].rings[0][1].longitude, -113);
}

TEST(ReadZones, SaysWhatIsWrongWithWhichFeature) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "not JSON"},
      {"[]", "has the geometry []; a zone is a Polygon"},
      {"{}", "a zone is a Polygon or a MultiPolygon"},
      {R"({"type":"FeatureCollection"})", "has no features"},
      {Collection(""), "has no features"},
      {Collection(Feature(kSquare) + ",3"), "Feature 1 is 3"},
      {Collection(Feature(kSquare) + "," + Feature("null", "\"x\"")), "Feature 1 (id x) has the"},
      {Collection(Feature(R"({"type":"Point","coordinates":[0,0]})")),
       "Feature 0 has the geometry Point"},
      {Feature(R"({"type":"Polygon","coordinates":[]})"), "a polygon is a list of rings"},
      {Feature(R"({"type":"Polygon"})"), "has the coordinates null"},
      {Feature(R"({"type":"MultiPolygon","coordinates":[]})"), "without polygons"},
      {Feature(R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]})"), "four positions"},
      {Feature(R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]})"), "not closed"},
      {Feature(R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,"a"],[0,0]]]})"),
       "has the position [1,\"a\"]"},
      {Feature(R"({"type":"Polygon","coordinates":[[[36,-114],[37,-114],[37,-113],[36,-114]]]})"),
       "in degrees"},
  };
  for (const auto& [text, problem] : cases) {
    const auto zones = ReadZones(text);
    ASSERT_FALSE(zones) << text;
    EXPECT_THAT(zones.error(), HasSubstr(problem)) << text;
  }
}

// A zone of the corners of pixels, in degrees that lead back to them.
TEST(ZoneOnGrid, HasThePixelsWhoseCentresLieInIt) {
  const RasterGrid grid = SceneImage().Find("coastal")->raster->info().grid;
  const auto zones = ReadZones(
      R"({"type":"Polygon","coordinates":[[[-114.5,36.2],[-114.4,36.2],[-114.4,36.3],[-114.5,36.3],
          [-114.5,36.2]],[[-114.46,36.24],[-114.44,36.24],[-114.44,36.26],[-114.46,36.26],
          [-114.46,36.24]]]})");
  ASSERT_TRUE(zones);
  const ZoneOnGrid zone(zones->front(), grid);
  const RasterWindow& bounds = zone.bounds();
  std::size_t pixels = 0;
  std::size_t widest = 0;
  for (std::uint32_t row = bounds.row; row < bounds.row + bounds.rows; ++row) {
    const auto spans = zone.SpansOf(row);
    widest = std::max(widest, spans.size());
    for (const auto& [first, end] : spans) {
      EXPECT_GE(first, bounds.column);
      EXPECT_LE(end, bounds.column + bounds.columns);
      pixels += end - first;
    }
  }
  EXPECT_EQ(widest, 2U);  // beside the hole
  // 9 km by 11 km, less a hole of a 25th.
  const double area = static_cast<double>(pixels) * 3600;
  EXPECT_NEAR(area, 8.99e3 * 11.09e3 * 24 / 25, area * 0.01);
  EXPECT_TRUE(zone.SpansOf(0).empty());
}

TEST(ZoneOnGrid, IsEmptyElsewhere) {
  const RasterGrid grid = SceneImage().Find("coastal")->raster->info().grid;
  const auto zones =
      ReadZones(R"({"type":"Polygon","coordinates":[[[-117,50],[-116,50],[-116,51],[-117,50]]]})");
  const ZoneOnGrid zone(zones->front(), grid);
  EXPECT_EQ(zone.bounds().rows * zone.bounds().columns, 0U);
}

TEST(ZoneOnGrid, BearsPlacesWithoutAnEndOfTheirProjection) {
  const RasterGrid grid = SceneImage().Find("coastal")->raster->info().grid;
  // On the equator a quarter of the earth from the middle of zone 11.
  const auto zones =
      ReadZones(R"({"type":"Polygon","coordinates":[[[-27,0],[153,0],[-114,37],[-27,0]]]})");
  const ZoneOnGrid zone(zones->front(), grid);
  const RasterWindow& bounds = zone.bounds();
  EXPECT_LE(bounds.column + bounds.columns, grid.width);
  for (std::uint32_t row = bounds.row; row < bounds.row + bounds.rows; ++row) {
    for (const auto& [first, end] : zone.SpansOf(row)) EXPECT_LE(end, grid.width) << first;
  }
}

TEST(TileTallies, CountWhatIsReadPixelByPixel) {
  const RasterPtr raster = SceneImage().Find("nir")->raster;
  const RasterWindow bounds{300, 200, 1500, 1400};
  std::vector<Spans> rows;
  for (std::uint32_t row = 0; row < bounds.rows; ++row) {
    rows.push_back({{300 + row % 7, 1700}, {1702, 1800}});
  }
  TileTallies tallies(*raster, 0);
  const auto tally = tallies.Of(bounds, rows);
  ASSERT_TRUE(tally);
  const std::vector<double> values = ReadAll(*raster, bounds);
  std::vector<double> inside;
  for (std::uint32_t row = 0; row < bounds.rows; ++row) {
    for (const auto& [first, end] : rows[row]) {
      for (std::uint32_t column = first; column < end; ++column) {
        inside.push_back(values[std::size_t{row} * bounds.columns + column - bounds.column]);
      }
    }
  }
  EXPECT_EQ(tally->count(), inside.size());
  const Counted counted = tally->Sorted();
  for (const char* name : {"MEAN", "MEDIAN", "STANDARD_DEVIATION", "MAX", "MIN", "SUM"}) {
    const Statistic statistic = StatisticOf(name).value();
    const double expected = Compute(statistic, inside);
    EXPECT_NEAR(Compute(statistic, counted), expected, std::abs(expected) * 1e-9) << name;
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
