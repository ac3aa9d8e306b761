// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/reverse_geocoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "portside/formats/csv.h"
#include "services/sagemaker_geospatial/limits.h"
#include "support/tar_files.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

const Json kConfig = {{"XAttributeName", "lon"}, {"YAttributeName", "lat"}};

// As the job takes it and the export writes it.
Expected<std::string, JobFailure> ReverseGeocode(std::string_view csv) {
  std::vector<std::string> kept;
  RowStage rows([&kept](std::vector<std::string> pages) {
    for (std::string& page : pages) kept.push_back(std::move(page));
  });
  TRY(TakePlaces(PiecesOf(csv, 11), kConfig, rows, {}));
  rows.Flush();
  std::string out;
  WriteAddresses(
      [&kept](const std::function<void(std::string_view page)>& visit) {
        for (const std::string& page : kept) visit(page);
      },
      kConfig,
      [&out](std::string_view text) {
        out += text;
        return true;
      });
  return out;
}

std::string Geocode(std::string_view csv) {
  const auto out = ReverseGeocode(csv);
  EXPECT_TRUE(out) << out.error().reason;
  return out.value_or("");
}

std::vector<std::vector<std::string>> Rows(std::string_view csv) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader(csv);
  std::vector<std::string> fields;
  while (*reader.Next(fields)) rows.push_back(fields);
  return rows;
}

TEST(Address, IsOfTheNearestCity) {
  const Address anchorage = AddressAt({-149.8935557, 61.21759217});
  EXPECT_EQ(anchorage.country, "USA");
  EXPECT_EQ(anchorage.region, "Alaska");
  EXPECT_EQ(anchorage.municipality, "Anchorage");
  EXPECT_EQ(anchorage.status, "Valid Data");
  EXPECT_EQ(anchorage.neighborhood, "");
  EXPECT_THAT(anchorage.postal_code, MatchesRegex("[0-9]{5}"));
  EXPECT_THAT(anchorage.address_number, MatchesRegex("[1-9][0-9]{0,3}"));
  EXPECT_THAT(anchorage.label, StartsWith(anchorage.address_number + " "));
  EXPECT_THAT(anchorage.label,
              HasSubstr(", Anchorage, Alaska, " + anchorage.postal_code + ", USA"));
}

TEST(Address, IsTheSameForTheSamePlace) {
  EXPECT_EQ(AddressAt({2.2945, 48.8584}).label, AddressAt({2.2945, 48.8584}).label);
  // A neighbouring house of the same postal area.
  EXPECT_NE(AddressAt({2.2945, 48.8584}).address_number,
            AddressAt({2.2949, 48.8584}).address_number);
  EXPECT_EQ(AddressAt({2.2945, 48.8584}).postal_code, AddressAt({2.2949, 48.8584}).postal_code);
}

TEST(Address, NamesAQuarterAwayFromTheCentre) {
  EXPECT_EQ(AddressAt({2.35, 49.1}).neighborhood, "Northside");
  EXPECT_EQ(AddressAt({2.35, 48.6}).neighborhood, "Southside");
  EXPECT_EQ(AddressAt({2.8, 48.86}).neighborhood, "Eastside");
  EXPECT_EQ(AddressAt({1.9, 48.86}).neighborhood, "Westside");
}

TEST(Address, IsEmptyWhereThereIsNone) {
  const Address off_the_earth = AddressAt({200, 10});
  EXPECT_EQ(off_the_earth.status, "Invalid Data");
  EXPECT_EQ(off_the_earth.country, "");
  const Address ocean = AddressAt({-30, -30});
  EXPECT_EQ(ocean.status, "No Data");
  EXPECT_EQ(ocean.label, "");
}

TEST(ReverseGeocoding, AddsEightColumnsInTheServicesOrder) {
  const std::string out = Geocode("lat,lon\n61.21759217,-149.8935557\n");
  EXPECT_THAT(out, StartsWith("lat,lon,reverse_geo.address_number,reverse_geo.country,"
                              "reverse_geo.label,reverse_geo.municipality,"
                              "reverse_geo.neighborhood,reverse_geo.postal_code,"
                              "reverse_geo.region,reverse_geo.status\n61.21759217,-149.8935557,"));
  const auto rows = Rows(out);
  ASSERT_EQ(rows.size(), 2U);
  ASSERT_EQ(rows[1].size(), 10U);
  EXPECT_EQ(rows[1][3], "USA");
  EXPECT_EQ(rows[1][9], "Valid Data");
  // The label has commas and is the only field that needs quotes.
  EXPECT_EQ(std::ranges::count(out, '"'), 2);
  EXPECT_EQ(out.back(), '\n');
  EXPECT_EQ(out.find('\r'), std::string::npos);
}

TEST(ReverseGeocoding, EchoesWhateverTheRowsHave) {
  const std::string out =
      Geocode("id, lon ,lat,note\r\n0007,\" 2.35\",48.86,\"a, \"\"b\"\"\nc\"\r\n1,999,1,\r\n");
  const auto rows = Rows(out);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0][1], " lon ");
  EXPECT_EQ(rows[1][0], "0007");
  EXPECT_EQ(rows[1][1], " 2.35");
  EXPECT_EQ(rows[1][3], "a, \"b\"\nc");
  EXPECT_EQ(rows[1][5], "FRA");
  EXPECT_EQ(rows[2][11], "Invalid Data");
  EXPECT_EQ(rows[2][4], "");
}

TEST(ReverseGeocoding, TakesFilesOfManyPages) {
  std::string csv = "lon,lat,note\n";
  const std::string note(1000, 'n');
  const std::size_t count = 3 * limits::kResultPageBytes / note.size();
  for (std::size_t i = 0; i < count; ++i) csv += "13.4,52.5," + note + std::to_string(i) + "\n";
  const auto rows = Rows(Geocode(csv));
  ASSERT_EQ(rows.size(), count + 1);
  EXPECT_EQ(rows.back()[2], note + std::to_string(count - 1));
  EXPECT_EQ(rows.back()[6], "Berlin");
}

TEST(ReverseGeocoding, SaysWhatIsWrongWithTheFile) {
  struct Case {
    const char* csv;
    const char* reason;
  };
  const Case cases[] = {{"x,y\n1,2\n", "no column 'lon'. Its columns are 'x', 'y'"},
                        {"lon,lat\nten,2\n", "line 2, column 'lon': 'ten' is not a number"},
                        {"lon,lat\n1,2,3\n", "line 2 has 3 fields"},
                        {"lon,lat\n\"1\"x,2\n", "line 2"},
                        {"lon,lat\n", "no rows"},
                        {"", "empty"}};
  for (const Case& expected : cases) {
    const auto out = ReverseGeocode(expected.csv);
    ASSERT_FALSE(out) << expected.csv;
    EXPECT_THAT(out.error().reason, HasSubstr(expected.reason));
    EXPECT_EQ(out.error().type, "CLIENT_ERROR");
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
