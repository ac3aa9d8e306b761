// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/reverse_geocoding.h"

#include <cmath>
#include <cstdio>
#include <numbers>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "portside/base/random.h"
#include "portside/formats/csv.h"
#include "services/sagemaker_geospatial/geography/places.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/vector_enrichment/point_reader.h"

namespace portside::sagemaker_geospatial {
namespace {

// Up to here a point belongs to a place whatever the raster of countries says, whose cells are as
// large: towns on borders have two sides.
constexpr double kTownKilometres = 5;
// A harbour, a beach, a bridge: in the sea for the raster, and still with an address.
constexpr double kShoreKilometres = 15;
// Beyond this the nearest place is too far away to be the one that a letter goes to.
constexpr double kMunicipalityKilometres = 50;
// Up to here a point is in the place's centre, beyond it in a quarter of it.
constexpr double kCentreKilometres = 4;
constexpr std::string_view kNobodysLand = "ATA";  // Antarctica

constexpr std::string_view kColumns[] = {"reverse_geo.address_number", "reverse_geo.country",
                                         "reverse_geo.label",          "reverse_geo.municipality",
                                         "reverse_geo.neighborhood",   "reverse_geo.postal_code",
                                         "reverse_geo.region",         "reverse_geo.status"};

constexpr std::string_view kStreets[] = {
    "Main St",   "Park Ave",    "Station Rd",  "Church St",   "Market St", "River Rd", "Hill St",
    "School Ln", "Harbour Way", "Garden St",   "Mill Rd",     "Bridge St", "King St",  "Queen St",
    "Lake Dr",   "Forest Rd",   "Victoria Rd", "Central Ave", "Museum Sq", "West End"};

// The grid of a seed: places in one cell of about `degrees` share what is invented from it.
std::uint64_t CellHash(GeoPoint point, double degrees, const char* purpose) {
  char text[96];
  std::snprintf(text, sizeof text, "%s %.0f %.0f", purpose, std::floor(point.longitude / degrees),
                std::floor(point.latitude / degrees));
  return StableHash(text);
}

std::string QuarterOf(const NearestPlace& nearest, GeoPoint point) {
  if (nearest.kilometres <= kCentreKilometres) return "";
  const GeoPoint centre = nearest.place.point;
  const double north = point.latitude - centre.latitude;
  const double east =
      (point.longitude - centre.longitude) * std::cos(point.latitude * std::numbers::pi / 180);
  if (std::abs(north) > std::abs(east)) return north > 0 ? "Northside" : "Southside";
  return east > 0 ? "Eastside" : "Westside";
}

// Country, region, municipality and neighbourhood: what is real. Nothing where nobody lives.
std::optional<Address> PlaceOf(GeoPoint point) {
  const Places& places = Places::Embedded();
  Address address;
  std::optional<NearestPlace> nearest = places.Nearest(point);
  address.country = nearest->place.country;
  if (nearest->kilometres > kTownKilometres) {
    const std::string_view country = places.CountryAt(point);
    if (country.empty() ? nearest->kilometres > kShoreKilometres : country == kNobodysLand) {
      return std::nullopt;
    }
    if (!country.empty() && country != nearest->place.country) {
      address.country = country;
      nearest = places.NearestIn(country, point);
    }
  }
  if (!nearest) return address;  // a country of villages
  address.region = nearest->place.region;
  if (nearest->kilometres <= kMunicipalityKilometres) {
    address.municipality = nearest->place.name;
    address.neighborhood = QuarterOf(*nearest, point);
  }
  return address;
}

// Houses of about ten metres, streets of about a hundred, postal areas of about five kilometres.
void InventStreet(Address& address, GeoPoint point) {
  const std::uint64_t house = CellHash(point, 0.0001, "house");
  const std::uint64_t street = CellHash(point, 0.001, "street");
  const std::uint64_t area = CellHash(point, 0.05, "postal area");
  char postal_code[8];
  std::snprintf(postal_code, sizeof postal_code, "%05d", static_cast<int>(10'000 + area % 90'000));
  address.address_number = std::to_string(1 + house % 2999);
  address.postal_code = postal_code;
  address.label =
      address.address_number + " " + std::string(kStreets[street % std::size(kStreets)]);
  for (const std::string& part :
       {address.municipality, address.region, address.postal_code, address.country}) {
    if (!part.empty()) address.label += ", " + part;
  }
}

// One after the other, as one file.
ByteSource PiecesOf(std::span<const std::string_view> parts) {
  return [parts, next = std::size_t{0}]() mutable {
    while (next < parts.size() && parts[next].empty()) ++next;
    return next < parts.size() ? parts[next++] : std::string_view();
  };
}

}  // namespace

Address AddressAt(GeoPoint point) {
  Address none;
  none.status = "Invalid Data";
  if (!IsOnEarth(point)) return none;
  none.status = "No Data";
  std::optional<Address> address = PlaceOf(point);
  if (!address) return none;
  InventStreet(*address, point);
  address->status = "Valid Data";
  return *std::move(address);
}

Expected<void, JobFailure> TakePlaces(ByteSource csv, const Json& config, RowStage& rows,
                                      std::stop_token stop) {
  const std::string columns[] = {config.at("XAttributeName"), config.at("YAttributeName")};
  PointReader reader = TRY(PointReader::Open(std::move(csv), columns));
  std::string page;
  AppendCsvRecord(page, reader.header());
  bool has_rows = false;
  while (TRY(reader.Next())) {
    if (stop.stop_requested()) return Fail(JobFailure{"The job was stopped."});
    TRY(reader.Point(0, 1));
    AppendCsvRecord(page, reader.fields());
    has_rows = true;
    if (page.size() >= limits::kResultPageBytes) rows.Append(std::exchange(page, {}));
  }
  if (!has_rows) return Fail(JobFailure{"The input file has a header and no rows."});
  rows.Append(std::move(page));
  return {};
}

void WriteAddresses(const PageVisitor& pages, const Json& config, const TextSink& out) {
  const std::string columns[] = {config.at("XAttributeName"), config.at("YAttributeName")};
  std::string header;
  bool goes_on = true;
  pages([&](std::string_view page) {
    if (!goes_on) return;
    // Each page is read as a file of its own, so all but the first get the header again.
    const std::string_view parts[] = {header, page};
    auto reader = PointReader::Open(PiecesOf(parts), columns);
    std::string text;
    std::vector<std::string> record;
    if (header.empty()) {
      record = reader->header();
      AppendCsvRecord(header, record);
      record.insert(record.end(), std::begin(kColumns), std::end(kColumns));
      AppendCsvRecord(text, record);
    }
    while (reader->Next() == true && goes_on) {
      const Address address = AddressAt(reader->Point(0, 1).value());
      record = reader->fields();
      record.insert(record.end(),
                    {address.address_number, address.country, address.label, address.municipality,
                     address.neighborhood, address.postal_code, address.region, address.status});
      AppendCsvRecord(text, record);
      if (text.size() >= limits::kResultPageBytes) goes_on = out(std::exchange(text, {}));
    }
    goes_on = goes_on && out(text);
  });
}

}  // namespace portside::sagemaker_geospatial
