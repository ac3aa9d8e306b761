// SPDX-License-Identifier: Apache-2.0
//
// How all of Personalize's families look, and their declarations (families.cc).

#pragma once

#include <span>

#include "portside/services/core/families/family.h"

namespace portside::personalize {

extern const FamilyStyle kStyle;

extern const Family kDatasetGroups;
extern const Family kSchemas;
extern const Family kDatasets;
extern const Family kEventTrackers;
extern const Family kMetricAttributions;
extern const Family kDatasetImportJobs;
extern const Family kDatasetExportJobs;
extern const Family kDataDeletionJobs;
extern const Family kFilters;
extern const Family kSolutions;
extern const Family kSolutionVersions;
extern const Family kCampaigns;
extern const Family kRecommenders;
extern const Family kBatchSegmentJobs;
extern const Family kBatchInferenceJobs;

std::span<const Family* const> Families();

// ResourceInUseException with `status` unless the resource's state is ACTIVE.
Result<void> RequireActive(const Resource& resource, int status = 400);

}  // namespace portside::personalize
