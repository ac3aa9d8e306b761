// SPDX-License-Identifier: Apache-2.0
//
// FailureReason, as descriptions show it: at most 1024 bytes, and a class before the text.

#pragma once

#include <string>

#include "portside/jobs/job_work.h"

namespace portside::sagemaker {

// The text, cut to what the member holds; the cut is visible.
std::string CutToFailureReason(std::string text);
// The text's first bytes, of whole characters.
std::string Beginning(std::string text, std::size_t bytes);

// "ClientError: …" of jobs that run containers; a text that names its class already
// ("AlgorithmError: , exit code: 1") is taken as it is.
std::string ContainerFailureReason(const JobFailure& failure);

// JobKind::fail of those jobs.
void SetContainerFailure(Json& document, const JobFailure& failure);

}  // namespace portside::sagemaker
