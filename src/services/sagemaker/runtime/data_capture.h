// SPDX-License-Identifier: Apache-2.0
//
// Captured data: what went into an endpoint and came out, as lines of
// <DestinationS3Uri>/<endpoint>/<variant>/YYYY/MM/DD/HH/mm-ss-mmm-<uuid>.jsonl. A batch collects
// the lines of a variant for a second, in the stream of records that has its ARN as its name; then
// its work writes the object.
//
// Document of a batch: Uri (of the object), KmsKeyId.

#pragma once

#include <chrono>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/jobs/job_kind.h"
#include "portside/services/core/endpoint_answers.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

// Of a call that was answered, where the endpoint captures data and this call is of the share that
// it captures.
void Capture(const Json& input, const EndpointAnswer& answer, const Resource& endpoint,
             const std::string& variant, RequestContext& context);

WorkResult WriteCaptured(WorkContext& context);
void ForgetCaptured(Json& document, const JobFailure& failure);

// A batch that cannot be written is dropped, as its endpoint's callers are answered all the same.
inline constexpr JobState kDataCaptureStates[] = {
    {.name = "Collecting", .duration = std::chrono::seconds(1), .next = "Writing"},
    {.name = "Writing",
     .duration = std::chrono::milliseconds(100),
     .next = "Written",
     .work = WriteCaptured,
     .on_failure = "Failed"},
    {.name = "Written", .removed = true},
    {.name = "Failed", .removed = true},
};
inline constexpr JobKind kDataCapture{
    .name = "sagemaker::data_capture", .states = kDataCaptureStates, .fail = ForgetCaptured};
static_assert(IsWellFormed(kDataCapture));

}  // namespace portside::sagemaker
