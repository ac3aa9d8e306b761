// SPDX-License-Identifier: Apache-2.0
//
// Amazon SageMaker geospatial (rest-json, API 2020-05-27): earth observation jobs over synthetic
// Sentinel-2 and Landsat scenes, vector enrichment jobs over the user's own CSV, and the exports
// of both to S3.

#pragma once

#include "portside/services/core/service.h"

namespace portside {

const ServiceDefinition& SageMakerGeospatialService();

}  // namespace portside
