// SPDX-License-Identifier: Apache-2.0
//
// The words in which AWS's common front end (Coral, a Java framework) tells about violations:
//
//   2 validation errors detected: Value 'a_b' at 'modelName' failed to satisfy constraint: Member
//   must satisfy regular expression pattern: …; Value null at 'roleArn' failed to satisfy
//   constraint: Member must not be null

#pragma once

#include <span>
#include <string>

#include "portside/base/json.h"
#include "portside/model/shape.h"
#include "portside/model/validator.h"

namespace portside {

// The whole message. At least one violation.
std::string ValidationMessage(std::span<const ConstraintViolation> violations);

// The requirements of a shape, one sentence each.
std::string MaxRequirement(const Shape& shape);
std::string MinRequirement(const Shape& shape);
std::string PatternRequirement(const Shape& shape);
std::string EnumRequirement(const Shape& shape);
// All of them: "[Member must have length less than or equal to 5, …]". What is said of a list's
// elements, a map's keys or its values, whichever of them was violated.
std::string AllRequirements(const Shape& shape);

// A value as Java's toString prints it: [a, b], {k=v}, Tag(key=a, value=null), 1.0E10.
std::string JavaText(const Shape& shape, const Json& value);
// A double as Java's Double.toString prints it.
void AppendJavaDouble(double value, std::string& out);

}  // namespace portside
