// SPDX-License-Identifier: Apache-2.0
//
// What a call of a seed file names: a service and an operation, and what its output holds.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/model/service_model.h"

namespace portside {

struct NamedOperation {
  std::size_t model = 0;  // its place among the models
  const Operation* operation = nullptr;
};

// By a model's name, also with hyphens, or by a signing name, which several models may share.
Expected<NamedOperation, std::string> FindOperation(std::span<const ServiceModel* const> models,
                                                    std::string_view service,
                                                    std::string_view operation);

// Why no output of the operation can have a value at `path`, whose first step is the call's name;
// empty where it can.
std::string MistakeInPath(const Operation& operation, const std::vector<std::string>& path);
// The value there; null where this output has none.
const Json* ValueAt(const Json& output, const std::vector<std::string>& path);

}  // namespace portside
