// SPDX-License-Identifier: Apache-2.0
//
// Validate: whether a value keeps the constraints of its shape. Never throws, does not stop at the
// first violation; trees without constraints cost nothing.

#pragma once

#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/limits.h"
#include "portside/model/shape.h"

namespace portside {

struct ConstraintViolation {
  std::string path;         // "tags.1.member.key"
  bool missing = false;     // the value is null: a required member is absent
  bool sensitive = false;   // the value must not be repeated
  std::string value;        // as Java prints it; empty where missing or sensitive
  std::string requirement;  // "Member must have length less than or equal to 63"
};

// The violations in the model's order, for one value length before pattern before enum. The value
// is typed already (the codec did that). It stops at `most`: AWS lists and counts no more.
std::vector<ConstraintViolation> Validate(const Shape& shape, const Json& value,
                                          std::size_t most = limits::kViolations);

}  // namespace portside
