// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents.

#include "portside/services/sagemaker_geospatial/service.h"

#include "services/sagemaker_geospatial/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/raster_data_collections.h"
#include "services/sagemaker_geospatial/tags.h"
#include "services/sagemaker_geospatial/vector_enrichment_jobs.h"

namespace portside {
namespace {

using namespace sagemaker_geospatial;

constexpr HandlerEntry kHandlers[] = {
    {"StartVectorEnrichmentJob", StartVectorEnrichmentJob},
    {"GetVectorEnrichmentJob", GetVectorEnrichmentJob},
    {"ListVectorEnrichmentJobs", ListVectorEnrichmentJobs},
    {"StopVectorEnrichmentJob", StopVectorEnrichmentJob},
    {"DeleteVectorEnrichmentJob", DeleteVectorEnrichmentJob},
    {"ExportVectorEnrichmentJob", ExportVectorEnrichmentJob},
    {"StartEarthObservationJob", StartEarthObservationJob},
    {"GetEarthObservationJob", GetEarthObservationJob},
    {"ListEarthObservationJobs", ListEarthObservationJobs},
    {"StopEarthObservationJob", StopEarthObservationJob},
    {"DeleteEarthObservationJob", DeleteEarthObservationJob},
    {"ExportEarthObservationJob", ExportEarthObservationJob},
    {"ListRasterDataCollections", ListRasterDataCollections},
    {"GetRasterDataCollection", GetRasterDataCollection},
    {"TagResource", TagResource},
    {"UntagResource", UntagResource},
    {"ListTagsForResource", ListTagsForResource},
};

constexpr const JobKind* kJobKinds[] = {&kEarthObservationJob, &kEarthObservationExport,
                                        &kVectorEnrichmentJob, &kVectorEnrichmentExport};

}  // namespace

const ServiceDefinition& SageMakerGeospatialService() {
  static constexpr ServiceDefinition kService{"sagemaker_geospatial", kHandlers, kJobKinds};
  return kService;
}

}  // namespace portside
