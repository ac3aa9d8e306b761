// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/errors.h"
#include "services/personalize/rules.h"

namespace portside::personalize {

// The developer guide: a role is valid only together with a key.
Result<void> CheckDatasetGroup(Verb verb, const Json& input, RequestContext&) {
  if (verb != kCreate || !input.contains("roleArn") || input.contains("kmsKeyArn")) return {};
  return Fail(InvalidInput("roleArn is valid only together with kmsKeyArn."));
}

}  // namespace portside::personalize
