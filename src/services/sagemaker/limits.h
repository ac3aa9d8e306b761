// SPDX-License-Identifier: Apache-2.0
//
// The bounds that only SageMaker knows, each with its reason.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::limits {

// A model's archive, packed. Neo takes models of some hundred megabytes.
inline constexpr std::uint64_t kModelBytes = 1024ULL * 1024 * 1024;
// An XGBoost model in JSON that is read for the shape of its input; a forest of thousands of trees
// has some megabytes.
inline constexpr std::size_t kDerivedModelBytes = 16 * 1024 * 1024;
// What a compilation or packaging job holds: the names and digests of an archive's files, in lists
// of three forms.
inline constexpr std::size_t kModelArchiveBytes = 160 * 1024 * 1024;

// A manifest of input objects, read as a whole: some hundred thousand names.
inline constexpr std::size_t kManifestBytes = 32 * 1024 * 1024;
// Of /opt/ml/output/failure and /opt/ml/output/message: what descriptions show of them.
inline constexpr std::size_t kMessageBytes = 1024;

// A transform job's request is at most 100 MB (MaxPayloadInMB), and so is an answer; with the
// record that is being read and the parsed forms of one, what its work holds.
inline constexpr std::size_t kTransformAnswerBytes = 100 * 1024 * 1024;
inline constexpr std::size_t kTransformBytes = 160 * 1024 * 1024;
// Devices that one call names, or a stage of a deployment: the model has no bound. Storing so many
// takes about twenty milliseconds.
inline constexpr std::size_t kDevicesPerCall = 1000;
// Devices of a fleet that a deployment looks at in one turn of the core: a few milliseconds.
inline constexpr std::size_t kDevicesPerSlice = 100;
// Deployments that one device has still to make: of each stage that is under way and has it, one.
inline constexpr std::size_t kDeploymentsOfDevice = 100;

// A line of a labeling job's input manifest; the developer guide speaks of a hundred thousand
// characters.
inline constexpr std::size_t kManifestLineBytes = 400'000;
// The labels of a labeling job: some hundred lines.
inline constexpr std::size_t kLabelCategoryBytes = 1024 * 1024;

// Candidates of an AutoML job, which its document names: MaxCandidates goes up to 750.
inline constexpr std::int64_t kCandidates = 100;

// The input of an asynchronous invocation and what the model answers to it.
inline constexpr std::size_t kAsyncInvocationBytes = 160 * 1024 * 1024;

}  // namespace portside::limits
