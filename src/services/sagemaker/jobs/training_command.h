// SPDX-License-Identifier: Apache-2.0
//
// A training job's work as a person's command: the files and variables of the container contract
// before it, what it wrote to S3 behind it.

#pragma once

#include "portside/jobs/job_work.h"
#include "portside/runners/runners.h"

namespace portside::sagemaker {

WorkResult TrainByCommand(const WorkContext& context, const Runner& runner);

}  // namespace portside::sagemaker
