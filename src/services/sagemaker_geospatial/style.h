// SPDX-License-Identifier: Apache-2.0
//
// How both families of SageMaker geospatial look, and their declarations (families.cc).

#pragma once

#include <span>
#include <string_view>

#include "portside/services/core/families/family.h"

namespace portside::sagemaker_geospatial {

extern const FamilyStyle kStyle;

extern const Family kVectorEnrichmentJobs;
extern const Family kEarthObservationJobs;

std::span<const Family* const> Families();

// States of both.
inline constexpr std::string_view kCompleted = "COMPLETED";
inline constexpr std::string_view kDeleting = "DELETING";

}  // namespace portside::sagemaker_geospatial
