// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents: what no declaration makes (families.cc).

#include "portside/services/sagemaker_geospatial/service.h"

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/raster_search.h"
#include "services/sagemaker_geospatial/style.h"
#include "services/sagemaker_geospatial/tiles/tiles.h"
#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

namespace portside {
namespace {

using namespace sagemaker_geospatial;

constexpr HandlerEntry kHandlers[] = {
    {"ExportVectorEnrichmentJob", ExportVectorEnrichmentJob},
    {"ExportEarthObservationJob", ExportEarthObservationJob},
    {"ListRasterDataCollections", ListRasterDataCollections},
    {"GetRasterDataCollection", GetRasterDataCollection},
    {.operation = "SearchRasterDataCollection", .computes = SearchRasterDataCollection},
    {.operation = "GetTile", .computes = GetTile},
};

constexpr const JobKind* kJobKinds[] = {&kEarthObservationExport, &kVectorEnrichmentExport};

}  // namespace

const ServiceDefinition& SageMakerGeospatialService() {
  static const ServiceDefinition kService{.model = "sagemaker_geospatial",
                                          .handlers = kHandlers,
                                          .job_kinds = kJobKinds,
                                          .families = Families()};
  return kService;
}

}  // namespace portside
