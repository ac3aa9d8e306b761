// SPDX-License-Identifier: Apache-2.0
//
// Amazon Personalize: dataset groups, schemas, datasets, event trackers, the jobs that import and
// export a dataset's rows, and the events API that puts single rows. Models and recommendations
// are not emulated.
//
// The rows of a dataset live in two streams of the record log, one per way in (rows.h); an import
// job reads CSV from S3 into one of them, an export job writes CSV to S3 from both.

#pragma once

#include "portside/services/core/service.h"

namespace portside {

// Model "personalize": the control plane (awsJson1.1).
const ServiceDefinition& PersonalizeService();

// Model "personalize_events": PutEvents, PutItems, PutUsers (rest-json).
const ServiceDefinition& PersonalizeEventsService();
const ServiceDefinition& PersonalizeRuntimeService();

}  // namespace portside
