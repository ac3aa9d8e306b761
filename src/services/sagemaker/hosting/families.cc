// SPDX-License-Identifier: Apache-2.0
//
// The nouns of models and what answers by them that are kept and shown.

#include "services/sagemaker/hosting/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {

constexpr Family kModels{
    .kind = "sagemaker::model",
    .noun = "Model",
    .label = "model",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .arn = "model/{ModelName}",
    .name_member = "ModelName",
    .arn_member = "ModelArn",
    .newest_first = true,  // documented
    .check = CheckModel,
    .prepare = PrepareModel,
};

std::span<const Family* const> HostingFamilies() {
  static constexpr const Family* kFamilies[] = {&kModels};
  return kFamilies;
}

}  // namespace portside::sagemaker
