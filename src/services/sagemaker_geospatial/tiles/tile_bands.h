// SPDX-License-Identifier: Apache-2.0
//
// The pixels of a map tile, taken from the rasters of a job: at the tile's own resolution, so that
// no scene is ever held.

#pragma once

#include <memory>
#include <string>
#include <vector>

#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"
#include "services/sagemaker_geospatial/tiles/web_mercator.h"

namespace portside::sagemaker_geospatial {

// What one sample of a band means, for pictures.
enum class BandMeaning { kReflectance, kClass, kIndex, kOther };

struct TileBand {
  std::string name;
  SampleType type = SampleType::kUint16;
  double nodata = 0;  // what stands where nothing is to be seen: the file's own value, or 0
  BandMeaning meaning = BandMeaning::kOther;
  double scale = 1;  // reflectance = value * scale + offset
  double offset = 0;
  std::vector<double> values;  // 256 x 256, row by row
};

struct TilePixels {
  std::vector<TileBand> bands;
  std::vector<bool> is_seen;       // of each pixel, whether all bands have a value there
  std::vector<const Image*> read;  // of those that were shown, where pixels were looked for
};

// An asset names a layer, with all of its bands, or one band. Where images lie over each other, the
// first of them that has values at a pixel is seen. A pixel has the value of the raster's pixel at
// its centre; where the raster's are smaller by two and more, of those that remain when every
// second, third, … is left. `sample` says what the bands are like where no image is shown. The
// error is a sentence for the client: an asset that there is not, or more than
// limits::kImagesPerTile images that lie there and have no values.
Expected<TilePixels, std::string> ReadTile(const MapTile& tile, const Image& sample,
                                           const std::vector<const Image*>& shown,
                                           const std::vector<std::string>& assets);

}  // namespace portside::sagemaker_geospatial
