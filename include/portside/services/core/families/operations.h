// SPDX-License-Identifier: Apache-2.0
//
// The operations that declarations make of a model: each of their verbs, and those on tags of every
// style that they have. For the dispatcher. Core thread.

#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "portside/model/service_model.h"
#include "portside/services/core/families/family.h"

namespace portside {

struct FamilyOperation {
  const Operation* operation;
  std::function<Result<Json>(const Json& input, RequestContext& context)> perform;
};

// Adds to `mistakes` what of the declarations does not fit the model.
std::vector<FamilyOperation> OperationsOf(std::span<const Family* const> families,
                                          const ServiceModel& model, std::string& mistakes);

}  // namespace portside
