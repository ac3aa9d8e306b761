// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the zones of zonal statistics: reading ends; an error has a text; what was read lies
// on a grid within its bounds, in spans that go from west to east.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "services/sagemaker_geospatial/earth_observation/zones.h"

namespace portside::sagemaker_geospatial {
namespace {

void Place(const Zone& zone, const RasterGrid& grid) {
  const ZoneOnGrid placed(zone, grid);
  const RasterWindow& bounds = placed.bounds();
  if (bounds.column + bounds.columns > grid.width) std::abort();
  if (bounds.row + bounds.rows > grid.height) std::abort();
  for (std::uint32_t row = bounds.row; row < bounds.row + bounds.rows; ++row) {
    std::uint32_t last = 0;
    for (const auto& [first, end] : placed.SpansOf(row)) {
      if (first < last || end <= first || end > grid.width) std::abort();
      last = end;
    }
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portside::sagemaker_geospatial;
  const auto zones = ReadZones({reinterpret_cast<const char*>(data), size});
  if (!zones) {
    if (zones.error().empty()) std::abort();
    return 0;
  }
  for (const Zone& zone : *zones) {
    Place(zone, {32611, 699960, 4100040, 600, 183, 183});
    Place(zone, {32701, 300000, 10000000, 600, 183, 183});
  }
  return 0;
}
