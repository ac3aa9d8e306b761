// SPDX-License-Identifier: Apache-2.0
//
// The bounds that only the schema registry knows, each with its reason.

#pragma once

#include <cstdint>

namespace portside::limits {

// Glue's quotas for an account and region.
inline constexpr std::int64_t kRegistries = 100;
inline constexpr std::int64_t kSchemaVersions = 10'000;
// Glue's quota of pairs of metadata for a version.
inline constexpr std::size_t kVersionMetadata = 10;
// UTF-16 units of a definition, and of a name.
inline constexpr std::size_t kDefinitionLength = 170'000;
inline constexpr std::size_t kRegistryNameLength = 255;
// Versions that one call deletes: the answer names each that is not there.
inline constexpr std::int64_t kDeletedVersions = 1000;
// What the model allows for an error of CheckSchemaVersionValidity.
inline constexpr std::size_t kValidationErrorLength = 5000;

}  // namespace portside::limits
