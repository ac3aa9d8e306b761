// SPDX-License-Identifier: Apache-2.0
//
// The nouns of Personalize, oldest first in their lists. A filter of a list that names nothing
// gives an empty list: the model of the lists has no ResourceNotFoundException.

#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"
#include "services/personalize/updates.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kLiving[] = {"ACTIVE", "CREATE PENDING", "CREATE IN_PROGRESS"};
constexpr std::string_view kPending[] = {"CREATE PENDING", "CREATE IN_PROGRESS"};

// Texts of the developer guide ("Error messages").
constexpr ErrorText kTooManyActive{
    "LimitExceededException",
    "More than {limit} resources in ACTIVE state. Please delete some and try again."};
constexpr ErrorText kTooManyPending{
    "LimitExceededException", "More than {limit} resources with PENDING or IN_PROGRESS status."};

constexpr Dependent kOfGroup[] = {
    {"personalize::event_tracker"}, {"personalize::metric_attribution"}, {"personalize::campaign"},
    {"personalize::recommender"},   {"personalize::solution"},           {"personalize::filter"},
    {"personalize::dataset"}};

constexpr std::string_view kMetricChanges[] = {"addMetrics", "removeMetrics"};

constexpr std::string_view kPendingDeletion[] = {"PENDING", "IN_PROGRESS"};
constexpr std::string_view kOfDeletion[] = {"failureReason", "numDeleted"};
constexpr std::string_view kFailureReason[] = {"failureReason"};
constexpr std::string_view kOfTraining[] = {"failureReason", "trainingHours", "tunedHPOParams"};
constexpr Computed kOfSolution[] = {{"latestSolutionVersion", LatestSolutionVersion},
                                    {"latestSolutionUpdate", LatestUpdate}};
constexpr Computed kOfCampaign[] = {{"latestCampaignUpdate", LatestUpdate}};
constexpr Computed kOfRecommender[] = {{"latestRecommenderUpdate", LatestUpdate},
                                       {"modelMetrics", ModelMetrics}};
constexpr Computed kOfDataset[] = {{"latestDatasetUpdate", LatestDatasetUpdate}};
constexpr Filter kBySolution[] = {{"solutionArn", FilterKind::kAttribute}};

}  // namespace

constexpr Family kDatasetGroups{
    .kind = "personalize::dataset_group",
    .noun = "DatasetGroup",
    .label = "dataset group",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kDatasetGroupKind,
    .arn = "dataset-group/{name}",
    .name_member = "name",
    .arn_member = "datasetGroupArn",
    // As recorded (DeleteDatasetGroup).
    .texts = {.not_found = {"ResourceNotFoundException",
                            "The given dataset group does not exist: {arn}"}},
    .quota = {.limit = kMaxDatasetGroups, .states = kLiving, .text = kTooManyActive},
    .dependents = kOfGroup,
    .check = CheckDatasetGroup,
    .release = ReleaseDatasetGroup,
};

constexpr Family kSchemas{
    .kind = kSchemaKind,
    .noun = "Schema",
    .label = "schema",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .arn = "schema/{name}",
    .name_member = "name",
    .arn_member = "schemaArn",
    .quota = {.limit = kMaxSchemas, .text = kTooManyActive},
    .check = CheckSchema,
    .release = ReleaseSchema,
};

// The ARN has the group's name and the type, not the dataset's own name; CreateDataset
// (datasets.cc) makes it.
constexpr Family kDatasets{
    .kind = "personalize::dataset",
    .noun = "Dataset",
    .label = "dataset",
    .style = &kStyle,
    .verbs = kDescribe | kList | kDelete,
    .states = &kDatasetKind,
    .arn = "dataset/{parent}/{datasetType}",
    .name_member = "name",
    .arn_member = "datasetArn",
    .parent_member = "datasetGroupArn",
    .parent = &kDatasetGroups,
    .attribute = "/trackingId",
    .computed = kOfDataset,
    .release = ReleaseDataset,
};

constexpr Family kEventTrackers{
    .kind = "personalize::event_tracker",
    .noun = "EventTracker",
    .label = "event tracker",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kEventTrackerKind,
    .arn = "event-tracker/{id}",
    .new_id = NewTrackerId,
    .name_member = "name",
    .arn_member = "eventTrackerArn",
    .parent_member = "datasetGroupArn",
    .parent = &kDatasetGroups,
    .attribute = "/trackingId",
    .prepare = PrepareEventTracker,
};

constexpr Family kMetricAttributions{
    .kind = "personalize::metric_attribution",
    .noun = "MetricAttribution",
    .label = "metric attribution",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kUpdate | kDelete,
    .states = &kMetricAttributionKind,
    .arn = "metric-attribution/{name}",
    .name_member = "name",
    .arn_member = "metricAttributionArn",
    .parent_member = "datasetGroupArn",
    .parent = &kDatasetGroups,
    .looked_at = kMetricChanges,
    .check = CheckMetricAttribution,
    .prepare = PrepareMetricAttribution,
    .change = ChangeMetricAttribution,
};

constexpr Family kDatasetImportJobs{
    .kind = "personalize::dataset_import_job",
    .noun = "DatasetImportJob",
    .label = "dataset import job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList,
    .states = &kDatasetImportJobKind,
    .arn = "dataset-import-job/{jobName}",
    .name_member = "jobName",
    .arn_member = "datasetImportJobArn",
    .parent_member = "datasetArn",
    .parent = &kDatasets,
    .quota = {.limit = kMaxPendingImportJobs, .states = kPending, .text = kTooManyPending},
    .prepare = PrepareImportJob,
};

constexpr Family kDatasetExportJobs{
    .kind = "personalize::dataset_export_job",
    .noun = "DatasetExportJob",
    .label = "dataset export job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList,
    .states = &kDatasetExportJobKind,
    .arn = "dataset-export-job/{jobName}",
    .name_member = "jobName",
    .arn_member = "datasetExportJobArn",
    .parent_member = "datasetArn",
    .parent = &kDatasets,
    .check = CheckExportJob,
    .prepare = PrepareExportJob,
};

constexpr Family kDataDeletionJobs{
    .kind = "personalize::data_deletion_job",
    .noun = "DataDeletionJob",
    .label = "data deletion job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList,
    .states = &kDataDeletionJobKind,
    .arn = "data-deletion-job/{jobName}",
    .name_member = "jobName",
    .arn_member = "dataDeletionJobArn",
    .parent_member = "datasetGroupArn",
    .parent = &kDatasetGroups,
    .quota = {.limit = kMaxPendingDeletionJobs,
              .states = kPendingDeletion,
              .of_parent = true,
              .text = kTooManyPending},
    .results = kOfDeletion,
    .prepare = PrepareDeletionJob,
};

constexpr Family kFilters{
    .kind = "personalize::filter",
    .noun = "Filter",
    .label = "filter",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kFilterKind,
    .arn = "filter/{name}",
    .name_member = "name",
    .arn_member = "filterArn",
    .parent_member = "datasetGroupArn",
    .parent = &kDatasetGroups,
    .quota = {.limit = kMaxFilters, .of_parent = true, .text = kTooManyActive},
    .results = kFailureReason,
    .prepare = PrepareFilter,
};

constexpr Family kSolutions{
    .kind = "personalize::solution",
    .noun = "Solution",
    .label = "solution",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kSolutionKind,
    .arn = "solution/{name}",
    .name_member = "name",
    .arn_member = "solutionArn",
    .parent_member = "datasetGroupArn",
    .parent = &kDatasetGroups,
    .quota = {.limit = kMaxSolutions, .of_parent = true, .text = kTooManyActive},
    .computed = kOfSolution,
    .prepare = PrepareSolution,
    .release = ReleaseSolution,
};

constexpr Family kSolutionVersions{
    .kind = "personalize::solution_version",
    .noun = "SolutionVersion",
    .label = "solution version",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList,
    .states = &kSolutionVersionKind,
    .arn = "solution/{parent}/{id}",
    .new_id = NewVersionId,
    .name_member = "name",
    .arn_member = "solutionVersionArn",
    .parent_member = "solutionArn",
    .parent = &kSolutions,
    .quota = {.limit = kMaxPendingVersions, .states = kPending, .text = kTooManyPending},
    .results = kOfTraining,
    .prepare = PrepareSolutionVersion,
};

// What it belongs to is found through its solution version (campaigns.cc).
constexpr Family kCampaigns{
    .kind = "personalize::campaign",
    .noun = "Campaign",
    .label = "campaign",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kCampaignKind,
    .arn = "campaign/{name}",
    .name_member = "name",
    .arn_member = "campaignArn",
    .filters = kBySolution,
    .computed = kOfCampaign,
    .prepare = PrepareCampaign,
    .release = ReleaseCampaign,
};

constexpr Family kRecommenders{
    .kind = "personalize::recommender",
    .noun = "Recommender",
    .label = "recommender",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .states = &kRecommenderKind,
    .arn = "recommender/{name}",
    .name_member = "name",
    .arn_member = "recommenderArn",
    .parent_member = "datasetGroupArn",
    .parent = &kDatasetGroups,
    .texts = {.not_deletable = {"ResourceInUseException",
                                "Resource {arn} is in use: its status is {state}, and this "
                                "operation needs ACTIVE, INACTIVE or CREATE FAILED."}},
    .quota = {.limit = kMaxRecommenders, .of_parent = true, .text = kTooManyActive},
    .computed = kOfRecommender,
    .results = kFailureReason,
    .prepare = PrepareRecommender,
    .release = ReleaseRecommender,
};

constexpr Family kBatchSegmentJobs{
    .kind = "personalize::batch_segment_job",
    .noun = "BatchSegmentJob",
    .label = "batch segment job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList,
    .states = &kBatchSegmentJobKind,
    .arn = "batch-segment-job/{jobName}",
    .name_member = "jobName",
    .arn_member = "batchSegmentJobArn",
    .parent_member = "solutionVersionArn",
    .parent = &kSolutionVersions,
    .quota = {.limit = kMaxPendingBatchJobs, .states = kPending, .text = kTooManyPending},
    .results = kFailureReason,
    .prepare = PrepareBatchSegmentJob,
};

constexpr Family kBatchInferenceJobs{
    .kind = "personalize::batch_inference_job",
    .noun = "BatchInferenceJob",
    .label = "batch inference job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList,
    .states = &kBatchInferenceJobKind,
    .arn = "batch-inference-job/{jobName}",
    .name_member = "jobName",
    .arn_member = "batchInferenceJobArn",
    .parent_member = "solutionVersionArn",
    .parent = &kSolutionVersions,
    .quota = {.limit = kMaxPendingBatchJobs, .states = kPending, .text = kTooManyPending},
    .results = kFailureReason,
    .prepare = PrepareBatchInferenceJob,
};

std::span<const Family* const> Families() {
  static constexpr const Family* kFamilies[] = {
      &kDatasetGroups,
      &kSchemas,
      &kDatasets,
      &kEventTrackers,
      &kMetricAttributions,
      &kDatasetImportJobs,
      &kDatasetExportJobs,
      &kDataDeletionJobs,
      &kFilters,
      &kSolutions,
      &kSolutionVersions,
      &kCampaigns,
      &kRecommenders,
      &kBatchSegmentJobs,
      &kBatchInferenceJobs,
  };
  return kFamilies;
}

}  // namespace portside::personalize
