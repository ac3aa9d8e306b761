// SPDX-License-Identifier: Apache-2.0
//
// Image: rasters that belong together because they show one place at one time: a scene and what is
// made of it, or one result for many scenes. What goes from one operation to the next.

#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/timestamp.h"
#include "services/sagemaker_geospatial/rasters/raster.h"

namespace portside::sagemaker_geospatial {

// One file of an image.
struct Layer {
  std::string name;  // "nir", "ndvi": as jobs and users call it
  std::string file;  // what a file's name has after the image's id: "_ndvi"; empty: nothing
  RasterPtr raster;
  std::set<std::string> sources;  // the layers of scenes that go into it
  bool only_by_name = false;      // `visual`: taken where it is asked for, never as one of all
  bool is_reflectance = false;    // a band of a scene that is one
  bool is_mask = false;           // classes, with which nobody can calculate
};

// One band of an image; null: there is none.
struct BandOfImage {
  const Layer* layer = nullptr;
  std::size_t band = 0;
};

struct Image {
  std::string id;      // "S2B_11SQA_20220709_0_L2A"
  std::string folder;  // of its files: "11SQA/2022-07-09T18:34:08Z"; empty: none
  std::string tile;    // "11SQA"; empty: it shows more than one
  Timestamp acquired{};
  std::vector<Layer> layers;
  // The scene classification (scenes/land_model.h) with pixels of 10, 20, 30 or 60 m; null unless
  // it is a scene as it came.
  std::function<RasterPtr(double metres)> classes_at;
  // reflectance = sample * scale + offset, of the layers that are reflectances.
  double scale = 1;
  double offset = 0;

  // Null: it has none of this name.
  [[nodiscard]] const Layer* Find(std::string_view layer) const;
  // A band to calculate with, by its own name, wherever it is.
  [[nodiscard]] BandOfImage FindBand(std::string_view band) const;
  // The names that FindBand knows.
  [[nodiscard]] std::vector<std::string> BandNames() const;
};

}  // namespace portside::sagemaker_geospatial
