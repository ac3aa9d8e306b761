// SPDX-License-Identifier: Apache-2.0
//
// What an AutoML job writes in place of models, reports and notebooks. Each says that nothing was
// trained.

#pragma once

#include "portside/jobs/job_work.h"
#include "portside/objects/s3_uri.h"

namespace portside::sagemaker {

// JSON, with the members of `facts`.
Expected<void, JobFailure> PutReport(const WorkContext& context, const S3Uri& target,
                                     const Json& facts);
// The same as stand-in.json of a model's archive.
Expected<void, JobFailure> PutModelStandIn(const WorkContext& context, const S3Uri& target,
                                           const Json& facts);
// Both notebooks of a job that tunes. `job` has its suffix.
Expected<void, JobFailure> PutNotebooks(const WorkContext& context, const Resource& job);

}  // namespace portside::sagemaker
