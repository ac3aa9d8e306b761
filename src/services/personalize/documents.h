// SPDX-License-Identifier: Apache-2.0
//
// Members of Personalize's documents that no answer shows: what a handler leaves for a job's work
// or for another handler. Members with the names of the model's are shown as they are.

#pragma once

#include <string_view>

namespace portside::personalize {

// Of a job: the text of its dataset's schema and the dataset's type when the job was created.
inline constexpr std::string_view kSchemaTextMember = "schemaText";
inline constexpr std::string_view kDatasetTypeMember = "datasetType";
// Of an import job: fewer rows fail it. Absent: any number will do.
inline constexpr std::string_view kMinimumRowsMember = "minimumRows";
// Of an import job: what a metric attribution wants to be counted (events/attributions.h). Absent:
// nothing.
inline constexpr std::string_view kAttributionMember = "attribution";
// Of a job: how many rows it read or wrote, and where to.
inline constexpr std::string_view kRowsMember = "rows";
inline constexpr std::string_view kOutputMember = "outputLocation";
// Of a dataset and of an import job: the layout of the rows that its schema makes (layouts.h), and
// of a dataset how many layouts it has; absent: 0, and one.
inline constexpr std::string_view kLayoutMember = "layout";
inline constexpr std::string_view kLayoutsMember = "layouts";
// Of a dataset: its last update, {"schemaArn", "creationDateTime"}, with the "layout" that it leads
// to as long as it is under way, and with its failureReason where it failed.
inline constexpr std::string_view kUpdateMember = "update";
// Of a dataset: an import has succeeded, so that INCREMENTAL ones are allowed.
inline constexpr std::string_view kImportedMember = "imported";

// Of a solution version and a recommender: the group's schemas when it was created
// (group_datasets.h), whether the service's minimum of data holds for it, and what it was measured
// with.
inline constexpr std::string_view kSchemasMember = "schemas";
inline constexpr std::string_view kMinimumMember = "minimum";
inline constexpr std::string_view kMetricsMember = "metrics";
// Of a solution version: which interactions were there when it was created (MarkOfInteractions).
inline constexpr std::string_view kSeenMember = "seen";
// Of it and of a recommender: the last put record that it was trained on (RecordLog's numbers), and
// the latest time of an interaction among them, in epoch seconds.
inline constexpr std::string_view kTrainedUpToMember = "trainedUpTo";
inline constexpr std::string_view kLatestInteractionMember = "latestInteraction";

}  // namespace portside::personalize
