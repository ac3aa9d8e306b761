// SPDX-License-Identifier: Apache-2.0
//
// CheckpointConfig: what lies below its S3Uri is there before a command starts, and what is in its
// folder behind it is below the S3Uri, deletions too. (The real service does the second all the
// time; here it is done once.)

#pragma once

#include "portside/jobs/job_work.h"
#include "services/sagemaker/jobs/job_folder.h"

namespace portside::sagemaker {

Expected<void, JobFailure> RestoreCheckpoints(const WorkContext& context, const JobFolder& folder);
Expected<void, JobFailure> SaveCheckpoints(const WorkContext& context, const JobFolder& folder);
// Whether its folder has a file by now; a job without CheckpointConfig has nothing to wait for.
bool HasCheckpoint(const Json& document, const JobFolder& folder);

}  // namespace portside::sagemaker
