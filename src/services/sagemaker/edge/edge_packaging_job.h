// SPDX-License-Identifier: Apache-2.0
//
// The edge packaging job: its states and its work. The work reads the archive that the compilation
// job wrote, adds the manifest, writes <S3OutputLocation>/<ModelName>-<ModelVersion>.tar.gz and
// signs it. With a preset deployment, completing also registers the component.
//
// Document: the members of CreateEdgePackagingJob's input (but the name and the tags),
// CompiledModel (the S3 URI that the compilation job had written when this job was created),
// Target, Component (preset_deployment.h), and then ModelArtifact and ModelSignature or
// EdgePackagingJobStatusMessage.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {

WorkResult PackageModel(WorkContext& context);

// EdgePackagingJobStatusMessage, with the prefix "ClientError: " or "ServerError: ".
void SetStatusMessage(Json& document, const JobFailure& failure);

// There is no state that a packaging job can be deleted from: the API has no delete.
inline constexpr JobState kEdgePackagingJobStates[] = {
    {.name = "STARTING", .duration = std::chrono::milliseconds(300), .next = "INPROGRESS"},
    {.name = "INPROGRESS",
     .duration = std::chrono::milliseconds(700),
     .next = "COMPLETED",
     .work = PackageModel,
     .on_failure = "FAILED",
     .memory = limits::kModelArchiveBytes},
    {.name = "STOPPING", .duration = std::chrono::milliseconds(300), .next = "STOPPED"},
    {.name = "COMPLETED"},
    {.name = "FAILED"},
    {.name = "STOPPED"},
};
inline constexpr JobCommand kEdgePackagingJobCommands[] = {
    {JobVerb::kStop, {"STARTING", "INPROGRESS"}, "STOPPING"},
};
inline constexpr JobKind kEdgePackagingJob{.name = "sagemaker::edge_packaging_job",
                                           .states = kEdgePackagingJobStates,
                                           .commands = kEdgePackagingJobCommands,
                                           .fail = SetStatusMessage,
                                           .deploys = true};
static_assert(IsWellFormed(kEdgePackagingJob));

}  // namespace portside::sagemaker
