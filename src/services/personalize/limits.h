// SPDX-License-Identifier: Apache-2.0
//
// The bounds that only Personalize knows, each with its reason.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::limits {

// One record of a dataset's rows: a million usual rows are about a thousand records, and a reader
// holds one of them at a time.
inline constexpr std::size_t kRecordPageBytes = 64 * 1024;

// Fingerprints of rows that an export holds at a time: a table of 4 million slots of 24 bytes at
// most. A share may be a little larger than that; then the table doubles. Of rows that replace no
// others it is four times as many of half the size (fingerprint_set.h).
inline constexpr std::size_t kHeldFingerprints = 2'800'000;
// What an export needs for that, and what its rows pass through.
inline constexpr std::size_t kExportBytes = 230 * 1024 * 1024;

// What one import job reads. The service's own limit is 100 GB; this is what a laptop's disk bears
// and takes minutes, and a job over it fails with a reason.
inline constexpr std::uint64_t kImportInputBytes = 1024ULL * 1024 * 1024;
// An import holds a record of its file in three forms, each of which may be as long as a record.
inline constexpr std::size_t kImportBytes = 64 * 1024 * 1024;
// With a report of the metric attribution: its lines, and a column of the items for each metric.
inline constexpr std::size_t kReportLines = 200'000;

// What one data deletion job reads: the service's own limit (100 MB).
inline constexpr std::uint64_t kDeletionInputBytes = 100'000'000;
// Users of its files that are counted at a time: a table of 2 million slots of 24 bytes.
inline constexpr std::size_t kHeldUsers = 1'000'000;
// What it needs for that, and to read the rows as an export does.
inline constexpr std::size_t kDeletionBytes = kExportBytes + 64 * 1024 * 1024;

// A filter expression: the model's own limit, kept here as well because everything below (numbers
// of conditions, values and expressions) follows from it.
inline constexpr std::size_t kFilterExpressionCharacters = 2500;
// Parentheses around its conditions: more than anybody nests, shallow enough for a small stack.
inline constexpr int kFilterDepth = 16;
// The name of a placeholder: the model's limit for a key of filterValues.
inline constexpr std::size_t kPlaceholderLength = 50;
// How much of a wrong word, or of a wrong value, an error shows.
inline constexpr std::size_t kShownFilterBytes = 40;

// What one training sees: minutes on one core, and the memory below.
inline constexpr std::size_t kTrainedInteractions = 10'000'000;
inline constexpr std::size_t kTrainedUsers = 100'000;
inline constexpr std::size_t kTrainedItems = 50'000;
// Its interactions of 24 bytes and the pairs of users and items that it makes of them.
inline constexpr std::size_t kTrainingBytes = 450 * 1024 * 1024;
// The least that the service trains with (developer guide, quotas).
inline constexpr std::uint64_t kLeastInteractions = 1000;
inline constexpr std::uint64_t kLeastReturningUsers = 25;
// Factors of a user or an item: more say little about data of this size, and their square is what
// every user costs.
inline constexpr std::uint32_t kFactors = 32;
// Items of a user that a model remembers and that a request counts: the older ones would count
// less than an eighth of the newest.
inline constexpr std::size_t kHistoryItems = 100;
// Similar items that are kept for each: few pages show more, and 50,000 items have 80 MB of them.
inline constexpr std::size_t kNeighboursPerItem = 200;
// What may come next after an item.
inline constexpr std::size_t kTransitionsPerItem = 20;
// Values of columns of users and of contexts that a model learns from: those of most interactions.
inline constexpr std::size_t kTraits = 10'000;
// Different contexts of a dataset's interactions; of more, none is learnt from.
inline constexpr std::size_t kContexts = 65'535;
// Of one user, the items that count as bought together: each of them meets each other.
inline constexpr std::size_t kCoOccurringItems = 200;

// What recommendations look at: the service's own number of interactions of a user with each event
// type, all those of a group together, and the records of one dataset.
inline constexpr std::size_t kRecentPerType = 100;
inline constexpr std::size_t kRecentInteractions = 10'000'000;
inline constexpr std::size_t kHeldTableBytes = 128 * 1024 * 1024;
// What is held of models, records and interactions between requests, but for what the latest of
// them needed.
inline constexpr std::size_t kRememberedBytes = 128 * 1024 * 1024;

// Events of taking an action and of not taking it that its likelihood needs, and how long before
// the newest they count (developer guide, "Next-Best-Action recipe"): six weeks in seconds.
inline constexpr std::uint32_t kLeastActionEvents = 50;
inline constexpr std::int64_t kActionWindow = 42LL * 24 * 60 * 60;

// What a batch job holds: a model, and the group's records and recent interactions.
inline constexpr std::size_t kBatchBytes = 400 * 1024 * 1024;
// A line of its input: five hundred items of the longest ids are a quarter of that.
inline constexpr std::size_t kBatchLineBytes = 1024 * 1024;

// Interactions up to which a model is made twice: once to be measured, without the users that it
// is measured with, and once of everybody. It needs the data twice.
inline constexpr std::size_t kTrainedTwice = 2'000'000;

}  // namespace portside::limits
