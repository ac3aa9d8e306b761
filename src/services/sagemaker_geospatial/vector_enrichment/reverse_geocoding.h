// SPDX-License-Identifier: Apache-2.0
//
// Reverse geocoding: a row's coordinates to an address. Country, region and municipality are real:
// of the nearest place of more than 15,000 people in the point's country (geography/places.h).
// House number, street, quarter and postal code are invented from the coordinates, the same for
// the same place at any time.

#pragma once

#include <stop_token>
#include <string>
#include <string_view>

#include "portside/formats/byte_source.h"
#include "portside/jobs/job_work.h"
#include "services/sagemaker_geospatial/scenes/utm.h"
#include "services/sagemaker_geospatial/vector_enrichment/results.h"

namespace portside::sagemaker_geospatial {

// The columns that a result adds, in their order.
struct Address {
  std::string address_number;
  std::string country;  // ISO 3166-1 alpha-3
  std::string label;
  std::string municipality;  // empty far from every place
  std::string neighborhood;  // may be empty
  std::string postal_code;
  std::string region;  // may be empty
  std::string status;  // "Valid Data"; else everything before is empty
};

// Points off the earth: "Invalid Data". At sea and in Antarctica: "No Data". Only "Valid Data" is
// recorded of the real service.
[[nodiscard]] Address AddressAt(GeoPoint point);

// Checks the user's CSV and stages its header and rows. `config` is a ReverseGeocodingConfig.
Expected<void, JobFailure> TakePlaces(ByteSource csv, const Json& config, RowStage& rows,
                                      std::stop_token stop);

// results_0.csv, the CSV with the eight columns added: values as they were, quoted where RFC 4180
// asks for it, lines ended by LF.
void WriteAddresses(const PageVisitor& pages, const Json& config, const TextSink& out);

}  // namespace portside::sagemaker_geospatial
