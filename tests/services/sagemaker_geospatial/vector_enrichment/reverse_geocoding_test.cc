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

// Around a town that is alone.
TEST(Address, NamesAQuarterAwayFromTheCentre) {
  const GeoPoint centre = {133.88, -23.70};
  const auto quarter = [&](double east, double north) {
    const Address address = AddressAt({centre.longitude + east, centre.latitude + north});
    EXPECT_EQ(address.municipality, "Alice Springs");
    return address.neighborhood;
  };
  EXPECT_EQ(quarter(0.01, 0.01), "");
  EXPECT_EQ(quarter(0.02, 0.09), "Northside");
  EXPECT_EQ(quarter(0, -0.1), "Southside");
  EXPECT_EQ(quarter(0.15, 0), "Eastside");
}

TEST(Address, IsOfTheCountryAndNotOfANearerTownAcrossTheBorder) {
  struct Case {
    const char* where;
    GeoPoint point;
    const char* country;
    const char* municipality;
  };
  const Case cases[] = {
      // Ten kilometres from San Diego's suburbs, and Tijuana is as near.
      {"Tecate's ranges", {-116.75, 32.50}, "MEX", "Terrazas del Valle"},
      {"north of Kufstein", {12.05, 47.75}, "DEU", "Kolbermoor"},
      {"west of Geneva", {5.85, 46.20}, "FRA", nullptr},
      {"Cayenne's hinterland", {-52.6, 4.6}, "GUF", nullptr},
      {"Lesotho's mountains", {28.6, -29.5}, "LSO", nullptr},
  };
  for (const Case& expected : cases) {
    const Address address = AddressAt(expected.point);
    EXPECT_EQ(address.country, expected.country) << expected.where;
    if (expected.municipality != nullptr) {
      EXPECT_EQ(address.municipality, expected.municipality) << expected.where;
    }
    EXPECT_EQ(address.status, "Valid Data") << expected.where;
  }
}

TEST(Address, LeavesOutWhatIsTooFarAway) {
  const Address ice = AddressAt({-38, 70});  // the middle of Greenland
  EXPECT_EQ(ice.country, "GRL");
  EXPECT_EQ(ice.municipality, "");
  EXPECT_EQ(ice.neighborhood, "");
  EXPECT_EQ(ice.status, "Valid Data");
  EXPECT_EQ(ice.label.find(", ,"), std::string::npos);
  EXPECT_THAT(ice.label, testing::EndsWith(", " + ice.postal_code + ", GRL"));
}

TEST(Address, IsEmptyWhereThereIsNone) {
  const Address off_the_earth = AddressAt({200, 10});
  EXPECT_EQ(off_the_earth.status, "Invalid Data");
  EXPECT_EQ(off_the_earth.country, "");
  for (const GeoPoint sea : {GeoPoint{-30, -30}, GeoPoint{-70.0, 40.5}, GeoPoint{0, 89}}) {
    const Address address = AddressAt(sea);
    EXPECT_EQ(address.status, "No Data") << sea.longitude;
    EXPECT_EQ(address.label, "");
    EXPECT_EQ(address.country, "");
    EXPECT_EQ(address.address_number, "");
  }
  EXPECT_EQ(AddressAt({30, -80}).status, "No Data");
  // A harbour has an address still.
  EXPECT_EQ(AddressAt({-122.43, 37.83}).municipality, "San Francisco");
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
