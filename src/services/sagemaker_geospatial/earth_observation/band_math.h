// SPDX-License-Identifier: Apache-2.0
//
// Band math: the rasters that BandMathConfig asks for. A stage is the checked form of one job's
// configuration, kept in the job's document; a chained job has the stages of its predecessors
// before its own, and computes them anew from the bands of the collection.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/scenes/land_model.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"

namespace portside::sagemaker_geospatial {

// Checks a BandMathConfig over the bands of a collection (`stages` empty) or over the outputs of
// the last of `stages`, and returns its stage: [{"Name", "Equation", "OutputType", "Predefined"}].
// The error is a sentence for the client.
Expected<Json, std::string> PlanStage(const Json& config, const RasterDataCollection& collection,
                                      const Json& stages);

// One raster of the last stage, ready to be drawn.
struct IndexRaster {
  std::string name;
  SampleType type = SampleType::kFloat32;
  std::string nodata;  // text of the value that stands for none
  int metres = 0;      // of the finest band that goes into it
  StateValues values{};
};

std::vector<IndexRaster> EvaluateStages(const RasterDataCollection& collection, const Json& stages,
                                        double season);

// Every band of the collection that goes into the last stage, in the collection's order.
std::vector<const RasterBand*> SourceBands(const RasterDataCollection& collection,
                                           const Json& stages);

// [{"BandName", "OutputDataType"}] of a stage, as GetEarthObservationJob shows it.
Json OutputBandsOf(const Json& stage);

}  // namespace portside::sagemaker_geospatial
