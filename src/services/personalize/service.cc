// SPDX-License-Identifier: Apache-2.0
//
// The table of contents of Personalize.

#include "portside/services/personalize/service.h"

#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"

namespace portside {
namespace personalize {
namespace {

constexpr HandlerEntry kHandlers[] = {
    {"CreateDatasetGroup", CreateDatasetGroup},
    {"DescribeDatasetGroup", DescribeDatasetGroup},
    {"ListDatasetGroups", ListDatasetGroups},
    {"DeleteDatasetGroup", DeleteDatasetGroup},
    {"CreateSchema", CreateSchema},
    {"DescribeSchema", DescribeSchema},
    {"ListSchemas", ListSchemas},
    {"DeleteSchema", DeleteSchema},
    {"CreateDataset", CreateDataset},
    {"DescribeDataset", DescribeDataset},
    {"ListDatasets", ListDatasets},
    {"DeleteDataset", DeleteDataset},
    {"CreateEventTracker", CreateEventTracker},
    {"DescribeEventTracker", DescribeEventTracker},
    {"ListEventTrackers", ListEventTrackers},
    {"DeleteEventTracker", DeleteEventTracker},
    {"CreateDatasetImportJob", CreateDatasetImportJob},
    {"DescribeDatasetImportJob", DescribeDatasetImportJob},
    {"ListDatasetImportJobs", ListDatasetImportJobs},
    {"CreateDatasetExportJob", CreateDatasetExportJob},
    {"DescribeDatasetExportJob", DescribeDatasetExportJob},
    {"ListDatasetExportJobs", ListDatasetExportJobs},
    {"TagResource", TagResource},
    {"UntagResource", UntagResource},
    {"ListTagsForResource", ListTagsForResource},
};

constexpr HandlerEntry kEventsHandlers[] = {
    {"PutEvents", PutEvents},
    {"PutItems", PutItems},
    {"PutUsers", PutUsers},
};

constexpr const JobKind* kJobKinds[] = {
    &kDatasetGroupKind,     &kDatasetKind,          &kEventTrackerKind,
    &kDatasetImportJobKind, &kDatasetExportJobKind,
};

constexpr ServiceDefinition kPersonalize{
    .model = "personalize", .handlers = kHandlers, .job_kinds = kJobKinds};
// Its resources are those of the control plane.
constexpr ServiceDefinition kPersonalizeEvents{
    .model = "personalize_events", .handlers = kEventsHandlers, .job_kinds = {}};

}  // namespace
}  // namespace personalize

const ServiceDefinition& PersonalizeService() { return personalize::kPersonalize; }
const ServiceDefinition& PersonalizeEventsService() { return personalize::kPersonalizeEvents; }

}  // namespace portside
