// SPDX-License-Identifier: Apache-2.0
//
// An asynchronous invocation: its states, and its work, which is to write what the endpoint answers
// where the endpoint's configuration says. It is gone when that is written; its endpoint may be
// before.
//
// Document: OutputUri (where the answer or the failure goes), InputLocation (if the input is not
// in the request), Content (Base64), ContentType, KmsKeyId; where a runner's address answers,
// instead of the content: Asks (its authority), Variant, IsHttps, FailureUri, Request (the input;
// its Body in Base64).

#pragma once

#include <chrono>

#include "portside/base/limits.h"
#include "portside/jobs/job_kind.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {

WorkResult WriteAnswer(WorkContext& context);
void ForgetFailure(Json& document, const JobFailure& failure);

inline constexpr JobState kAsyncInvocationStates[] = {
    {.name = "InProgress",
     .duration = std::chrono::milliseconds(200),
     .next = "Completed",
     .work = WriteAnswer,
     .on_failure = "Failed",
     .memory = limits::kAsyncInvocationBytes,
     .runs = true},
    {.name = "Completed", .removed = true},
    {.name = "Failed", .removed = true},
};
inline constexpr JobKind kAsyncInvocation{
    .name = "sagemaker::async_invocation", .states = kAsyncInvocationStates, .fail = ForgetFailure};
static_assert(IsWellFormed(kAsyncInvocation));

}  // namespace portside::sagemaker
