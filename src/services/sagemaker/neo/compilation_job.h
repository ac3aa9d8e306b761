// SPDX-License-Identifier: Apache-2.0
//
// The compilation job: its states and its work. The work reads the model archive, checks its files
// as Neo does, and writes the compiled archive: copies of the model files, compiled.meta, manifest,
// and stand-ins for the compiled objects, which say that an emulator wrote them. Equal inputs give
// equal bytes.
//
// Document: the members of CreateCompilationJob's input (but the name and the tags), and then
// ModelArtifacts, ModelDigests, DerivedInformation or FailureReason.

#pragma once

#include <chrono>

#include "portside/jobs/job_kind.h"

namespace portside::sagemaker {

WorkResult CompileModel(WorkContext& context);

// FailureReason, with the prefix that Neo's have: "ClientError: " or "ServerError: ".
void SetFailureReason(Json& document, const JobFailure& failure);

// A reason with its prefix, cut to what a failure member may hold; the cut is visible.
std::string FailureText(const JobFailure& failure);

// The real service takes minutes in each state; the names and their order are its own.
inline constexpr JobState kCompilationJobStates[] = {
    {.name = "STARTING",
     .duration = std::chrono::milliseconds(300),
     .next = "INPROGRESS",
     .stoppable = true},
    {.name = "INPROGRESS",
     .duration = std::chrono::milliseconds(700),
     .next = "COMPLETED",
     .work = CompileModel,
     .on_failure = "FAILED",
     .stoppable = true},
    {.name = "STOPPING", .duration = std::chrono::milliseconds(300), .next = "STOPPED"},
    {.name = "COMPLETED"},
    {.name = "FAILED"},
    {.name = "STOPPED"},
};
inline constexpr JobKind kCompilationJob{.name = "sagemaker::compilation_job",
                                         .states = kCompilationJobStates,
                                         .on_stop = "STOPPING",
                                         .fail = SetFailureReason};
static_assert(IsWellFormed(kCompilationJob));

}  // namespace portside::sagemaker
