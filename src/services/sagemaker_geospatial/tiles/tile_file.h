// SPDX-License-Identifier: Apache-2.0
//
// A map tile as a file: .png, .jpg or .npy.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/base/result.h"
#include "services/sagemaker_geospatial/tiles/tile_bands.h"

namespace portside::sagemaker_geospatial {

enum class TileFormat { kPng, kJpeg, kNpy };

struct TileForm {
  TileFormat format = TileFormat::kPng;
  std::optional<SampleType> type;  // nothing: pictures for eyes, arrays of the bands' own type
  bool with_mask = true;
};

// Of "png" or ".png", and so on; nothing for another name.
[[nodiscard]] std::optional<TileFormat> TileFormatOf(std::string_view name);
[[nodiscard]] std::string_view ContentTypeOf(TileFormat format);

// Why there is no such form, in a sentence.
[[nodiscard]] std::optional<std::string> FormProblem(const TileForm& form);

// An array has the shape (bands, 256, 256), with the mask (0 or 255) as its last band. A picture
// has one or three bands, and the mask as its alpha. Its samples are 8 bits, chosen for eyes: for
// reflectances from black at 0 to white at 0.355, as Sentinel-2's own pictures have it; for indices
// from -1 to 1; of a class 23 times its number; of anything else the value from 0 to 255. Of type
// kUint16 they are 16 bits and the values themselves.
Expected<std::string, std::string> WriteTile(const TilePixels& pixels, const TileForm& form);

}  // namespace portside::sagemaker_geospatial
