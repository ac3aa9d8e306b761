// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recommendation_id.h"

#include "portside/base/random.h"

namespace portside::personalize {

std::string MakeRecommendationId(std::string_view target_arn, std::string_view request_id) {
  constexpr std::size_t kShownFrom = 11;
  const std::string uuid = Random(StableHash(request_id, StableHash(target_arn))).Uuid();
  return "RID-" + uuid.substr(kShownFrom) + "-CID-" + CampaignPart(target_arn);
}

std::string CampaignPart(std::string_view target_arn) {
  constexpr std::size_t kDigits = 6;
  return Random(StableHash(target_arn)).Hex(kDigits);
}

}  // namespace portside::personalize
