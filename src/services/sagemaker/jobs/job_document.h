// SPDX-License-Identifier: Apache-2.0
//
// What the requests of training, processing and transform jobs have in common.

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "portside/base/json.h"
#include "services/sagemaker/jobs/job_inputs.h"

namespace portside::sagemaker {

// The MaxRuntimeInSeconds of a training or processing job that names none (recorded).
inline constexpr std::int64_t kDefaultMaxRuntime = 86'400;

// A default that Describe shows.
void SetIfAbsent(Json& object, const char* name, Json value);

// StoppingCondition.MaxRuntimeInSeconds, which a completed document has.
std::int64_t MaxRuntimeOf(const Json& document);

// By S3DataType. An augmented manifest is a file of records: the object itself is what is read.
InputForm FormOf(const Json& s3_source);

// Environment of a request, over what is there.
void AddEnvironment(const Json& document, std::map<std::string, std::string>& variables);

}  // namespace portside::sagemaker
