// SPDX-License-Identifier: Apache-2.0
//
// What the hosting's nouns do beyond being kept and shown: the functions of their declarations
// (families.cc), each in the file of its noun.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckModel(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareModel(const Json& input, Resource& model, RequestContext& context);

}  // namespace portside::sagemaker
