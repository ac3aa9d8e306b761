// SPDX-License-Identifier: Apache-2.0
//
// The candidates of an AutoML job: their names and places, and how they are shown. In the job's
// document each is {Name, Quality}; all else follows from these. The jobs that their steps name are
// not made.

#pragma once

#include <string>
#include <string_view>

#include "portside/objects/s3_uri.h"
#include "portside/store/resource.h"

namespace portside::sagemaker {

// How many the job makes: MaxCandidates, within what is sensible here.
std::int64_t CandidateCountOf(const Json& document);
// The number begins with 1. Equal jobs of equal seeds have equal candidates.
Json MakeCandidate(const Resource& job, std::int64_t number, std::uint64_t seed);
// The state that a job ends in which has all it wanted.
std::string_view EndOfCandidates(const Json& document);

// The best of a job that has candidates.
const Json& BestOf(const Resource& job);

// As AutoMLCandidate has it.
Json CandidateShown(const Resource& job, const Json& candidate);
// InferenceContainers.
Json ContainersOf(const Resource& job, const Json& candidate);

// The name of a step of a job that tunes: "churn-ju-db-1-…".
std::string StepNameOf(const Resource& job, std::string_view step);
// Below <S3OutputPath>/<job>.
S3Uri OutputOf(const Resource& job, std::string_view rest);
S3Uri ModelOf(const Resource& job, const Json& candidate);
// The archive of the data processor of a job that tunes.
S3Uri ProcessorOf(const Resource& job);
// "…/notebooks".
S3Uri NotebooksOf(const Resource& job);
// "explainability", "model_monitor" or "backtest_results".
S3Uri ReportOf(const Resource& job, std::string_view kind, const Json& candidate);

}  // namespace portside::sagemaker
