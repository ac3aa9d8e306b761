// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/point_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/tar_files.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kColumns[] = {"lon", "lat"};

// The reason for which the file cannot be read to its end; empty where it can.
std::string Problem(std::string_view csv) {
  auto reader = PointReader::Open(PiecesOf(csv, 7), kColumns);
  if (!reader) return reader.error().reason;
  while (true) {
    const auto more = reader->Next();
    if (!more) return more.error().reason;
    if (!*more) return "";
    if (const auto point = reader->Point(0, 1); !point) return point.error().reason;
    if (const auto others = reader->CheckOthersAreNumbers(); !others) return others.error().reason;
  }
}

TEST(PointReader, FindsColumnsWhereverTheyAre) {
  auto reader = PointReader::Open(PiecesOf("id,lat,lon\n7,61.5,-149.25\n", 7), kColumns);
  ASSERT_TRUE(reader);
  ASSERT_TRUE(*reader->Next());
  const auto point = reader->Point(0, 1);
  ASSERT_TRUE(point);
  EXPECT_EQ(point->longitude, -149.25);
  EXPECT_EQ(point->latitude, 61.5);
  EXPECT_THAT(reader->fields(), ElementsAre("7", "61.5", "-149.25"));
  EXPECT_FALSE(*reader->Next());
}

TEST(PointReader, OverlooksSpacesAroundNamesAndValues) {
  // A public input of the real service has a space after the comma.
  auto reader =
      PointReader::Open(PiecesOf("\xEF\xBB\xBFlon, lat\r\n-149.25, +61.5 \r\n", 7), kColumns);
  ASSERT_TRUE(reader);
  ASSERT_TRUE(*reader->Next());
  ASSERT_TRUE(reader->Point(0, 1));
  EXPECT_EQ(reader->Point(0, 1)->latitude, 61.5);
  EXPECT_EQ(reader->Field(1), "+61.5");
  EXPECT_THAT(reader->fields(), ElementsAre("-149.25", " +61.5 "));
}

TEST(PointReader, NamesTheColumnsThereAreAndTheMissingOne) {
  EXPECT_THAT(Problem("longitude,lat\n1,2\n"),
              AllOf(HasSubstr("no column 'lon'"), HasSubstr("'longitude', 'lat'")));
  EXPECT_THAT(Problem("LON,lat\n1,2\n"), HasSubstr("no column 'lon'"));
  EXPECT_THAT(Problem("lon,lat,lon\n1,2,3\n"), HasSubstr("more than one column 'lon'"));
  EXPECT_THAT(Problem(""), HasSubstr("empty"));
}

TEST(PointReader, SaysWhichLineIsWrong) {
  EXPECT_THAT(Problem("lon,lat\n1,2\n3\n"), HasSubstr("line 3 has 1 fields; its header has 2"));
  EXPECT_THAT(Problem("lon,lat\n1,2\n\"3,4\n"),
              AllOf(HasSubstr("not a readable CSV"), HasSubstr("line 3")));
  EXPECT_THAT(Problem("lon,lat\n1,2\nx,4\n"),
              HasSubstr("line 3, column 'lon': 'x' is not a number"));
  EXPECT_THAT(Problem("lon,lat\n1,\n"), HasSubstr("line 2, column 'lat': '' is not a number"));
  EXPECT_THAT(Problem("lon,lat\n1,nan\n"), HasSubstr("column 'lat': 'nan' is not a number"));
  EXPECT_THAT(Problem("lon,lat\n1,inf\n"), HasSubstr("is not a number"));
  EXPECT_THAT(Problem("lon,lat\n1,2e400\n"), HasSubstr("is not a number"));
  EXPECT_THAT(Problem("lon,lat,car\n1,2,red\n"),
              AllOf(HasSubstr("line 2, column 'car': 'red' is not a number"),
                    HasSubstr("must be numeric")));
}

TEST(PointReader, TakesWhatIsRight) {
  EXPECT_EQ(Problem("lon,lat\n"), "");
  EXPECT_EQ(Problem("lon,lat,speed\n1,2,\n1,2,-3.5e1\n\"1\",\"2\",0"), "");
}

TEST(PointReader, ShowsOnlyTheBeginOfALongValue) {
  const std::string reason = Problem("lon,lat\n" + std::string(500, 'x') + ",1\n");
  EXPECT_LT(reason.size(), 200U);
  EXPECT_THAT(reason, HasSubstr("xxx...'"));
}

TEST(PointReader, KnowsTheEarth) {
  EXPECT_TRUE(IsOnEarth({180, -90}));
  EXPECT_FALSE(IsOnEarth({180.1, 0}));
  EXPECT_FALSE(IsOnEarth({0, 90.1}));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
