// SPDX-License-Identifier: Apache-2.0
//
// The one-click deployment of an AutoML job (ModelDeployConfig): a model, an endpoint configuration
// and an endpoint of the best candidate, all three of the endpoint's name. The job waits for the
// endpoint, which has AutoMLJobArn in its document.

#pragma once

#include "portside/jobs/job_work.h"

namespace portside {
class Scheduler;
}

namespace portside::sagemaker {

// JobKind::entered of AutoML jobs: begins the deployment.
void AutoMLJobMoved(const Resource& job, Scheduler& jobs, Stores& stores);
// JobKind::entered of endpoints: those that are no AutoML job's are let pass.
void EndpointOfAutoMLMoved(const Resource& endpoint, Scheduler& jobs, Stores& stores);

}  // namespace portside::sagemaker
