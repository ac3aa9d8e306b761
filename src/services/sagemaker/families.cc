// SPDX-License-Identifier: Apache-2.0
//
// The nouns of SageMaker, by the folders that declare them.

#include <vector>

#include "services/sagemaker/style.h"

namespace portside::sagemaker {

std::span<const Family* const> Families() {
  static const std::vector<const Family*> kFamilies = [] {
    std::vector<const Family*> all;
    for (const auto folder : {NeoFamilies(), EdgeFamilies(), HostingFamilies(), JobFamilies(),
                              LabelingFamilies(), TuningFamilies(), AutoMLFamilies()}) {
      all.insert(all.end(), folder.begin(), folder.end());
    }
    return all;
  }();
  return kFamilies;
}

}  // namespace portside::sagemaker
