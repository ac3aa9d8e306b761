// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/area_of_interest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

Json Area(const char* geometry, const char* coordinates) {
  return {{"AreaOfInterestGeometry", {{geometry, {{"Coordinates", Json::parse(coordinates)}}}}}};
}

TEST(AreaOfInterest, CentroidOfARectangleIsItsMiddle) {
  const Json area =
      Area("PolygonGeometry",
           "[[[-114.529,36.142],[-114.373,36.142],[-114.373,36.411],[-114.529,36.411],"
           "[-114.529,36.142]]]");
  EXPECT_EQ(AreaProblem(area), std::nullopt);
  EXPECT_NEAR(CentroidOf(area).longitude, -114.451, 1e-9);
  EXPECT_NEAR(CentroidOf(area).latitude, 36.2765, 1e-9);
}

TEST(AreaOfInterest, CentroidIsWeightedByAreaAndNotByVertices) {
  // A triangle with many points on one side.
  const Json area = Area("PolygonGeometry", "[[[0,0],[1,0],[2,0],[3,0],[0,3],[0,0]]]");
  EXPECT_NEAR(CentroidOf(area).longitude, 1, 1e-9);
  EXPECT_NEAR(CentroidOf(area).latitude, 1, 1e-9);
}

TEST(AreaOfInterest, CentroidDoesNotDependOnTheTurnOfARing) {
  const Json one = Area("PolygonGeometry", "[[[0,0],[4,0],[4,2],[0,2],[0,0]]]");
  const Json other = Area("PolygonGeometry", "[[[0,0],[0,2],[4,2],[4,0],[0,0]]]");
  EXPECT_NEAR(CentroidOf(one).longitude, CentroidOf(other).longitude, 1e-12);
  // Nor do parts that turn differently cancel each other out.
  const Json both = Area("MultiPolygonGeometry",
                         "[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[4,0],[4,2],[6,2],[6,0],[4,0]]]]");
  EXPECT_NEAR(CentroidOf(both).longitude, 3, 1e-9);
  EXPECT_NEAR(CentroidOf(both).latitude, 1, 1e-9);
}

TEST(AreaOfInterest, CentroidOfARingWithoutAreaIsOnIt) {
  const Json area = Area("PolygonGeometry", "[[[5,6],[7,6],[5,6],[5,6]]]");
  EXPECT_EQ(CentroidOf(area).longitude, 5);
  EXPECT_EQ(CentroidOf(area).latitude, 6);
}

TEST(AreaOfInterest, NamesTheRingThatIsNotClosed) {
  const auto problem = AreaProblem(
      Area("PolygonGeometry", "[[[0,0],[4,0],[4,2],[0,0]],[[1,1],[2,1],[2,1.5],[1.25,1]]]"));
  ASSERT_TRUE(problem);
  EXPECT_THAT(*problem, HasSubstr("PolygonGeometry.Coordinates[1] is not closed"));
  EXPECT_THAT(*problem, HasSubstr("[1.25,1]"));
}

TEST(AreaOfInterest, NamesThePositionThatIsNotOnEarth) {
  struct Case {
    const char* ring;
    const char* position;
  };
  // Latitude before longitude is the usual mistake; both directions are shown.
  const Case cases[] = {{"[[[0,0],[181,0],[4,2],[0,0]]]", "Coordinates[0][1] is [181,0]"},
                        {"[[[36,-114],[37,-114],[37,-113],[36,-114]]]", "[36,-114]"},
                        {"[[[0,0],[4,0],[4,-90.5],[0,0]]]", "Coordinates[0][2] is [4,-90.5]"}};
  for (const Case& expected : cases) {
    const auto problem = AreaProblem(Area("PolygonGeometry", expected.ring));
    ASSERT_TRUE(problem) << expected.ring;
    EXPECT_THAT(*problem, HasSubstr(expected.position));
    EXPECT_THAT(*problem, HasSubstr("[longitude, latitude]"));
  }
  const auto part = AreaProblem(
      Area("MultiPolygonGeometry", "[[[[0,0],[2,0],[2,2],[0,0]]],[[[4,0],[4,2],[6,95],[4,0]]]]"));
  ASSERT_TRUE(part);
  EXPECT_THAT(*part, HasSubstr("MultiPolygonGeometry.Coordinates[1][0][2]"));
}

TEST(AreaOfInterest, MayNotBeEmpty) {
  const auto problem = AreaProblem(Area("MultiPolygonGeometry", "[]"));
  ASSERT_TRUE(problem);
  EXPECT_THAT(*problem, HasSubstr("no polygon"));
}

std::vector<GeoPoint> PlacesOf(const Json& area) {
  std::vector<GeoPoint> places;
  VisitPlaces(area, [&places](GeoPoint place) {
    places.push_back(place);
    return true;
  });
  return places;
}

TEST(AreaOfInterest, PlacesLieAlongItsEdgesAndWithin) {
  const Json area = Json::parse(R"({"AreaOfInterestGeometry": {"PolygonGeometry": {"Coordinates":
      [[[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]]]}}})");
  const std::vector<GeoPoint> places = PlacesOf(area);
  EXPECT_EQ(places.front().longitude, 1.5) << "the centroid first";
  // No point of the square is far from one of them.
  for (double x = 0.05; x < 3; x += 0.1) {
    for (double y = 0.05; y < 3; y += 0.1) {
      EXPECT_TRUE(std::ranges::any_of(places,
                                      [&](GeoPoint place) {
                                        return std::abs(place.longitude - x) < 0.3 &&
                                               std::abs(place.latitude - y) < 0.3;
                                      }))
          << x << " " << y;
    }
  }
  std::size_t visited = 0;
  VisitPlaces(area, [&visited](GeoPoint) { return ++visited < 5; });
  EXPECT_EQ(visited, 5U);
}

TEST(AreaOfInterest, PlacesOfAnEdgeThatTurnsBackAreOnIt) {
  const Json area = Json::parse(R"({"AreaOfInterestGeometry": {"MultiPolygonGeometry":
      {"Coordinates": [[[[5, 6], [5, 7], [5, 6]]], [[[50, 6], [50, 6], [50, 6]]]]}}})");
  for (const GeoPoint place : PlacesOf(area)) {
    EXPECT_TRUE(place.longitude == 5 || place.longitude == 50);
    EXPECT_TRUE(place.latitude >= 6 && place.latitude <= 7);
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
