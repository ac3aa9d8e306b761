// SPDX-License-Identifier: Apache-2.0
//
// The kinds of Personalize's resources. Those with a status have a table of states, each in the
// file of its kind; schemas have none.

#pragma once

#include <string_view>

#include "portside/jobs/job_kind.h"

namespace portside::personalize {

inline constexpr std::string_view kSchemaKind = "personalize::schema";

extern const JobKind kDatasetGroupKind;
extern const JobKind kDatasetKind;
extern const JobKind kEventTrackerKind;
extern const JobKind kMetricAttributionKind;
extern const JobKind kDatasetImportJobKind;
extern const JobKind kDatasetExportJobKind;
extern const JobKind kDataDeletionJobKind;
extern const JobKind kFilterKind;
extern const JobKind kSolutionKind;
extern const JobKind kSolutionVersionKind;
extern const JobKind kCampaignKind;
extern const JobKind kRecommenderKind;
extern const JobKind kBatchSegmentJobKind;
extern const JobKind kBatchInferenceJobKind;
extern const JobKind kAutomaticTrainingKind;
extern const JobKind kUpdateKind;
extern const JobKind kSolutionUpdateKind;
extern const JobKind kRecommenderUpdateKind;

// The status in which a resource can be used.
inline constexpr std::string_view kActive = "ACTIVE";

// A job that has not come to rest: what CREATE PENDING and CREATE IN_PROGRESS have in common.
inline bool IsCreating(std::string_view state) {
  return state == "CREATE PENDING" || state == "CREATE IN_PROGRESS";
}
inline bool IsDeleting(std::string_view state) { return state.starts_with("DELETE "); }

// JobKind::fail of every kind whose Describe has failureReason.
inline void PutFailureReason(Json& document, const JobFailure& failure) {
  document["failureReason"] = failure.reason;
}

}  // namespace portside::personalize
