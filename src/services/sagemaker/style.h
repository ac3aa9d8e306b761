// SPDX-License-Identifier: Apache-2.0
//
// How all of SageMaker's families look, and their declarations (families.cc of each folder).

#pragma once

#include <span>

#include "portside/services/core/families/family.h"
#include "portside/services/core/service.h"

namespace portside::sagemaker {

extern const FamilyStyle kStyle;

extern const Family kAutoMLJobs;
extern const Family kAutoMLJobsV2;
extern const Family kCompilationJobs;
extern const Family kEdgePackagingJobs;
extern const Family kDeviceFleets;
extern const Family kDevices;
extern const Family kEdgeDeploymentPlans;
extern const Family kEndpointConfigs;
extern const Family kEndpoints;
extern const Family kInferenceComponents;
extern const Family kLabelingJobs;
extern const Family kModels;
extern const Family kTrainingJobs;
extern const Family kProcessingJobs;
extern const Family kTransformJobs;
extern const Family kTuningJobs;

std::span<const Family* const> NeoFamilies();
std::span<const Family* const> EdgeFamilies();
std::span<const Family* const> HostingFamilies();
std::span<const Family* const> LabelingFamilies();
std::span<const Family* const> JobFamilies();
std::span<const Family* const> TuningFamilies();
std::span<const Family* const> AutoMLFamilies();
// What no declaration makes.
std::span<const HandlerEntry> HostingHandlers();
std::span<const HandlerEntry> TuningHandlers();
std::span<const HandlerEntry> AutoMLHandlers();
// All of them.
std::span<const Family* const> Families();

}  // namespace portside::sagemaker
