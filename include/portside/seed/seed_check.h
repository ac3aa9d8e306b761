// SPDX-License-Identifier: Apache-2.0
//
// CheckSeedCalls: the calls of a seed file against the models, before anything runs: names of
// services and operations, references, and every part of an input that has no reference to an
// earlier call, with the words that the service would have for it.

#pragma once

#include <memory>
#include <span>
#include <vector>

#include "portside/model/service_model.h"
#include "portside/seed/seed_file.h"

namespace portside {

FileResult<void> CheckSeedCalls(const SeedFile& file, std::span<const ServiceModel* const> models);
// Against the models in the program.
FileResult<void> CheckSeedCalls(const std::vector<SeedFile>& files);

}  // namespace portside
