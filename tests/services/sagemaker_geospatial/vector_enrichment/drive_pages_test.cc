// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/drive_pages.h"

#include <gtest/gtest.h>

#include <vector>

#include "portside/store/database.h"
#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

TEST(DrivePagesTest, DrivesGoOnOverPages) {
  std::vector<std::string> pages;
  DriveWriter writer([&pages](std::string page) { pages.push_back(std::move(page)); });
  constexpr int kPoints = 20'000;
  for (int i = 0; i < kPoints; ++i) writer.Add("one", BytesOfPoint({1.0 * i / 1000, 2}));
  writer.Add("", BytesOfPoint({-1, -2}));
  writer.Finish();
  ASSERT_GT(pages.size(), 2U);
  for (const std::string& page : pages) EXPECT_LE(page.size(), limits::kResultPageBytes + 100);

  DriveReader reader;
  int points = 0;
  int firsts = 0;
  std::string last_drive = "none";
  for (const std::string& page : pages) {
    reader.Read(page, [&](const std::string& drive, const GeoPoint* last, GeoPoint point) {
      if (last == nullptr) ++firsts;
      if (drive == "one") {
        EXPECT_EQ(point.longitude, 1.0 * points / 1000);
      }
      ++points;
      last_drive = drive;
    });
  }
  EXPECT_EQ(points, kPoints + 1);
  EXPECT_EQ(firsts, 2);
  EXPECT_EQ(last_drive, "");
}

TEST(DrivePagesTest, DamageIsNoticed) {
  std::string page;
  DriveWriter writer([&page](std::string kept) { page = std::move(kept); });
  writer.Add("drive", BytesOfPoint({1, 2}));
  writer.Finish();
  for (std::size_t size = 1; size < page.size(); ++size) {
    DriveReader reader;
    EXPECT_THROW(
        reader.Read(std::string_view(page).substr(0, size), [](const auto&, auto*, auto) {}),
        DatabaseError)
        << size;
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
