// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/map_matching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "support/tar_files.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Json kConfig = {{"IdAttributeName", "id"},
                      {"TimestampAttributeName", "time"},
                      {"XAttributeName", "x"},
                      {"YAttributeName", "y"}};

using ResultFiles = std::map<std::string, std::string>;

// As the job takes it and the export writes it.
Expected<ResultFiles, JobFailure> MatchToRoads(std::string_view csv, std::stop_token stop = {}) {
  std::vector<std::string> kept;
  RowStage rows([&kept](std::vector<std::string> pages) {
    for (std::string& page : pages) kept.push_back(std::move(page));
  });
  TRY(TakeDrives(PiecesOf(csv, 11), kConfig, rows, std::move(stop)));
  rows.Flush();
  ResultFiles files;
  for (const std::string_view name : kMatchedFiles) {
    std::string& file = files[std::string(name)];
    WriteMatched(
        name,
        [&kept](const std::function<void(std::string_view page)>& visit) {
          for (const std::string& page : kept) visit(page);
        },
        [&file](std::string_view text) {
          file += text;
          return true;
        });
  }
  return files;
}

ResultFiles Match(std::string_view csv) {
  auto files = MatchToRoads(csv);
  EXPECT_TRUE(files) << files.error().reason;
  return files.value_or(ResultFiles{});
}

std::string Problem(std::string_view csv) {
  const auto files = MatchToRoads(csv);
  return files ? "" : files.error().reason;
}

TEST(MapMatching, WritesTheThreeFilesByteForByte) {
  const ResultFiles files = Match("id,time,x,y\n1,20,8.5,47.25\n1,10,8.25,47\n");
  ASSERT_EQ(files.size(), 3U);
  EXPECT_EQ(files.at("links.geojson"),
            "{\"type\":\"FeatureCollection\",\"features\":[\n"
            "{\"geometry\":{\"coordinates\":[[8.25,47.0],[8.5,47.25]],\"type\":\"LineString\"},"
            "\"properties\":{\"driveId\":\"1\"},\"type\":\"Feature\"}\n]}\n");
  EXPECT_EQ(files.at("waypoints.geojson"),
            "{\"type\":\"FeatureCollection\",\"features\":[\n"
            "{\"geometry\":{\"coordinates\":[8.25,47.0],\"type\":\"Point\"},"
            "\"properties\":{\"driveId\":\"1\"},\"type\":\"Feature\"},\n"
            "{\"geometry\":{\"coordinates\":[8.5,47.25],\"type\":\"Point\"},"
            "\"properties\":{\"driveId\":\"1\"},\"type\":\"Feature\"}\n]}\n");
  const Json both = Json::parse(files.at("mapmatch_output.json"));
  ASSERT_EQ(both.at("features").size(), 3U);
  EXPECT_EQ(both.at("features")[0].at("geometry").at("type"), "LineString");
  EXPECT_EQ(both.at("features")[2].at("geometry").at("type"), "Point");
}

TEST(MapMatching, KeepsDrivesApart) {
  const ResultFiles files = Match(
      "y,x,id,time\n1,1,b,2023-01-01 00:00:01\n2,2,a,2023-01-01 00:00:01\n"
      "3,3,b,2023-01-01 00:00:00\n4,4,a,2023-01-01 00:00:02\n");
  const Json links = Json::parse(files.at("links.geojson")).at("features");
  ASSERT_EQ(links.size(), 2U);
  // In the order of the drives' first rows; within a drive by time.
  EXPECT_EQ(links[0].at("properties").at("driveId"), "b");
  EXPECT_EQ(links[0].at("geometry").at("coordinates"), Json::parse("[[3.0,3.0],[1.0,1.0]]"));
  EXPECT_EQ(links[1].at("properties").at("driveId"), "a");
  EXPECT_EQ(links[1].at("geometry").at("coordinates"), Json::parse("[[2.0,2.0],[4.0,4.0]]"));
}

TEST(MapMatching, ADriveThatDoesNotMoveHasNoLinks) {
  const ResultFiles files = Match("id,time,x,y\n1,1,5,5\n1,2,5,5\n2,1,6,6\n");
  EXPECT_TRUE(Json::parse(files.at("links.geojson")).at("features").empty());
  EXPECT_EQ(Json::parse(files.at("waypoints.geojson")).at("features").size(), 3U);
  EXPECT_EQ(Json::parse(files.at("mapmatch_output.json")).at("features").size(), 3U);
}

TEST(MapMatching, PointsOfOneMomentStayInTheOrderOfTheFile) {
  const ResultFiles files = Match("id,time,x,y\n1,7,1,0\n1,7,2,0\n1,7,3,0\n");
  const Json points = Json::parse(files.at("waypoints.geojson")).at("features");
  EXPECT_EQ(points[0].at("geometry").at("coordinates")[0], 1.0);
  EXPECT_EQ(points[2].at("geometry").at("coordinates")[0], 3.0);
}

TEST(MapMatching, QuotesIdsAsJson) {
  const ResultFiles files = Match("id,time,x,y\n\"a \"\"b\"\"\",1,1,0\n");
  const Json points = Json::parse(files.at("waypoints.geojson")).at("features");
  EXPECT_EQ(points[0].at("properties").at("driveId"), "a \"b\"");
}

TEST(MapMatching, SaysWhatIsWrongWithTheFile) {
  EXPECT_THAT(Problem("id,time,lon,y\n1,1,1,1\n"),
              AllOf(HasSubstr("no column 'x'"), HasSubstr("'id', 'time', 'lon', 'y'")));
  EXPECT_THAT(Problem("id,time,x,y\n1,yesterday,1,1\n"),
              HasSubstr("line 2, column 'time': 'yesterday' is not a timestamp"));
  EXPECT_THAT(Problem("id,time,x,y\n1,1,1,1\n1,2,200,1\n"),
              HasSubstr("line 3, column 'x': '200' is no longitude"));
  EXPECT_THAT(Problem("id,time,x,y\n1,1,1,91\n"), HasSubstr("column 'y': '91' is no latitude"));
  EXPECT_THAT(Problem("id,time,x,y,note\n1,1,1,1,hello\n"), HasSubstr("column 'note'"));
  EXPECT_THAT(Problem("id,time,x,y\n"), HasSubstr("no rows"));
  EXPECT_THAT(Problem(""), HasSubstr("empty"));
}

TEST(MapMatching, EndsWhenItIsStopped) {
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(MatchToRoads("id,time,x,y\n1,1,1,1\n", source.get_token()));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
