// SPDX-License-Identifier: Apache-2.0
//
// The quotas of Amazon Personalize that Portside keeps, at their documented defaults, and the
// limits of values that the developer guide names.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::personalize {

// Per account and region.
inline constexpr std::int64_t kMaxDatasetGroups = 5;
inline constexpr std::int64_t kMaxSchemas = 500;
inline constexpr std::int64_t kMaxPendingImportJobs = 5;
inline constexpr std::int64_t kMaxPendingVersions = 20;
inline constexpr std::int64_t kMaxPendingBatchJobs = 5;

// Per dataset group.
inline constexpr std::int64_t kMaxSolutions = 10;
inline constexpr std::int64_t kMaxCampaigns = 5;
inline constexpr std::int64_t kMaxRecommenders = 5;
inline constexpr std::int64_t kMaxFilters = 30;
inline constexpr std::int64_t kMaxPendingDeletionJobs = 5;

// Days between two automatic trainings (botocore model).
inline constexpr int kMaxTrainingDays = 30;

// Of one metric attribution (botocore model: of one request).
inline constexpr std::size_t kMaxMetrics = 10;

// Distinct fields of datasets in one filter, all its expressions together.
inline constexpr std::size_t kMaxFilterFields = 10;

// Results of one line of a batch job's input: the model's limit for users, that of the runtime for
// items; and items to be ranked.
inline constexpr std::int64_t kMaxSegmentUsers = 5'000'000;
inline constexpr std::int64_t kMaxBatchItems = 500;
inline constexpr std::size_t kMaxRanked = 500;

// Per resource, although the request's list may have 200.
inline constexpr std::size_t kMaxTags = 50;

// Pages of lists; the model allows 1..100, and no default is documented.
inline constexpr std::int64_t kMaxResults = 100;

// Of one request of the runtime (developer guide, quotas).
inline constexpr std::size_t kDefaultResults = 25;
inline constexpr std::size_t kMaxRecommendations = 500;
inline constexpr std::size_t kMaxWithMetadata = 50;
inline constexpr std::size_t kMaxMetadataColumns = 10;
inline constexpr std::size_t kDefaultActions = 5;
inline constexpr std::size_t kMaxActions = 100;

// Characters of a value, counted as Java counts them. Longer ones fail the import; textual ones
// are cut instead, Chinese and Japanese earlier than others.
inline constexpr std::size_t kMaxIdLength = 256;
inline constexpr std::size_t kMaxStringLength = 1000;
inline constexpr std::size_t kMaxTextualLength = 20'000;
inline constexpr std::size_t kMaxTextualLengthCjk = 7'000;

}  // namespace portside::personalize
