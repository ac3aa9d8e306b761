// SPDX-License-Identifier: Apache-2.0
//
// CheckInput: an input of a seed file against the shape of its operation, as far as it can be known
// before the calls that it refers to were made.

#pragma once

#include <string>

#include "portside/model/service_model.h"
#include "portside/seed/seed_file.h"

namespace portside {

// Unknown members, which a service would ignore, are mistakes here, as they are for SDKs. Types and
// constraints have the service's own words; the line is that of the value.
FileResult<void> CheckInput(const std::string& file, const SeedCall& call,
                            const ServiceModel& model, const Operation& operation);

}  // namespace portside
