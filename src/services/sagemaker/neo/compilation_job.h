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
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {

WorkResult CompileModel(WorkContext& context);

// FailureReason, with the prefix that Neo's have: "ClientError: " or "ServerError: ".
void SetFailureReason(Json& document, const JobFailure& failure);

// A reason with its prefix, cut to what a failure member may hold; the cut is visible.
std::string FailureText(const JobFailure& failure);

// StoppingCondition.MaxRuntimeInSeconds: a compilation that runs longer ends with a TimeOut error,
// as the API reference says; the text around that word is not public.
std::optional<TimeLimit> CompilationTimeLimit(const Resource& job);

// The real service takes minutes in each state; the names and their order are its own.
inline constexpr JobState kCompilationJobStates[] = {
    {.name = "STARTING", .duration = std::chrono::milliseconds(300), .next = "INPROGRESS"},
    {.name = "INPROGRESS",
     .duration = std::chrono::milliseconds(700),
     .next = "COMPLETED",
     .work = CompileModel,
     .on_failure = "FAILED",
     .on_timeout = "FAILED",
     .memory = limits::kModelArchiveBytes},
    {.name = "STOPPING", .duration = std::chrono::milliseconds(300), .next = "STOPPED"},
    {.name = "COMPLETED"},
    {.name = "FAILED"},
    {.name = "STOPPED"},
};
inline constexpr JobCommand kCompilationJobCommands[] = {
    {JobVerb::kStop, {"STARTING", "INPROGRESS"}, "STOPPING"},
};
inline constexpr JobKind kCompilationJob{
    .name = "sagemaker::compilation_job",
    .states = kCompilationJobStates,
    .commands = kCompilationJobCommands,
    .fail = SetFailureReason,
    .time_limit = CompilationTimeLimit,
    .log = {"/aws/sagemaker/CompilationJobs", AlgorithmStream}};
static_assert(IsWellFormed(kCompilationJob));

}  // namespace portside::sagemaker
