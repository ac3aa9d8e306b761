// SPDX-License-Identifier: Apache-2.0
//
// What no public evidence shows about Amazon Personalize, and what Portside does there. Everything
// in this file is chosen: replace a line when the real behaviour becomes known.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace portside::personalize {

// "Resource <arn> is in use" is all that the code says; the reason is what a user can act on.
inline std::string InUseText(std::string_view arn, std::string_view why) {
  return "Resource " + std::string(arn) + " is in use: " + std::string(why);
}

// A parent or a resource that is on its way from one status to another.
inline std::string NotReadyText(std::string_view arn, std::string_view state,
                                std::string_view needed) {
  return InUseText(arn, "its status is " + std::string(state) + ", and this operation needs " +
                            std::string(needed) + ".");
}

inline std::string UnknownTrackingIdText(std::string_view tracking_id) {
  return "Tracking id " + std::string(tracking_id) +
         " does not belong to an event tracker of this account and region.";
}

inline std::string UnknownActionTrackingIdText(std::string_view tracking_id) {
  return "Tracking id " + std::string(tracking_id) +
         " does not belong to an Action interactions dataset of this account and region. "
         "DescribeDataset shows it.";
}

inline std::string NotExportableText(std::string_view dataset_type) {
  return "Data of a dataset of type " + std::string(dataset_type) +
         " cannot be exported. Only INTERACTIONS, ITEMS and USERS datasets can.";
}

// Interactions imports of fewer than 1000 rows fail in AWS. Nearly every local test uses fewer, so
// the rule is off, and a tag with this key and a number as its value on the import job or on its
// dataset turns it on for that job.
inline constexpr std::string_view kMinimumRowsTag = "portside:minimum-interactions";

// Training needs 1,000 interactions and 25 users with two of them, as in AWS. A tag with this key
// and the value "off" on the solution version, on its solution or on the dataset group lets a
// handful of rows do.
inline constexpr std::string_view kTrainingMinimumTag = "portside:training-minimum";

// The service starts the first automatic training "within one hour"; here that is one hour after
// the solution was created, or the update that turned it on became ACTIVE. The next ones are
// counted from there. A training counts as one whatever became of it.
inline constexpr auto kFirstTraining = std::chrono::hours(1);

// How much of a CSV file is read to find its header row while the request waits.
inline constexpr std::size_t kHeaderRowBytes = 256 * 1024;

// Files that one import job takes out of a folder.
inline constexpr std::size_t kMaxSourceFiles = 10'000;

// The share of Chinese and Japanese characters from which a text counts as one of theirs.
inline constexpr double kCjkShare = 0.5;

// An event with this sessionId is accepted and never seen again (aws-sdk-js issue 3371): recorded,
// not chosen, and kept here beside the other oddities of events.
inline constexpr std::string_view kSwallowedSessionId = "null";

// The USER_ID of an event without userId is its sessionId: the developer guide lets a session stand
// in for a user in recommendations, and USER_ID is never null.

// latestDatasetUpdate.status of an update that failed; the dataset itself is ACTIVE again.
inline constexpr std::string_view kUpdateFailed = "UPDATE FAILED";

// Where the one file of an export is written, below the path that the job names. Spark's naming.
inline std::string ExportKey(std::string_view job_name, std::string_view uuid) {
  return std::string(job_name) + "/part-00000-" + std::string(uuid) + "-c000.csv";
}
inline constexpr std::string_view kExportContentType = "text/csv";

// Columns stand in schema order; a header row is written even when there are no rows; null is an
// empty cell; numbers have their shortest form. A line break inside a value becomes one space,
// because Personalize takes only records of one physical line back.

// Batch jobs: the answers to a file of input stand in <its name>.out (recorded), what could not be
// answered in <its name>.errors, in the same form. Before, an empty object _CHECK is written
// (recorded: listings of buckets show one).
inline constexpr std::string_view kBatchSuffix = ".out";
inline constexpr std::string_view kBatchErrorsSuffix = ".errors";
inline constexpr std::string_view kBatchProbe = "_CHECK";
inline constexpr std::string_view kBatchContentType = "application/json";
// Where no numResults is given: documented for recommendations, and taken for segments.
inline constexpr std::int64_t kDefaultBatchResults = 25;

// How often an export begins anew when an import replaces the dataset's rows under its hands.
inline constexpr int kExportAttempts = 5;

}  // namespace portside::personalize
