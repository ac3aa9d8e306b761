// SPDX-License-Identifier: Apache-2.0
//
// Managed spot training: an instance is taken away where a test orders that, a failure of the part
// SpotInstance (docs/CONTROL.md), once in a job's life. What it had done is lost but for its
// checkpoints, and it begins anew.
//
// Document: Interrupted, of a job that has lost its instance.

#pragma once

#include <optional>
#include <string_view>

#include "portside/jobs/job_work.h"

namespace portside::sagemaker {

// A part of a training job's work (JobKind::parts).
inline constexpr std::string_view kSpotInstance = "SpotInstance";

// Whether this run of a training job's work is to lose its instance.
bool IsToBeInterrupted(const WorkContext& context);
// What that run comes to.
WorkOutput InterruptedOutput(const WorkContext& context);

// MaxWaitTimeInSeconds; nothing: it is no spot training.
std::optional<std::int64_t> MaxWaitOf(const Json& document);

}  // namespace portside::sagemaker
