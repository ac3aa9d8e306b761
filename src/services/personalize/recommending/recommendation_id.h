// SPDX-License-Identifier: Apache-2.0
//
// The ids of answers: "RID-40-42ab-acfe-99a87e8a5023-CID-55f538", as recorded: the end of a UUID,
// and what is the same for all answers of a campaign or a recommender.

#pragma once

#include <string>
#include <string_view>

namespace portside::personalize {

// `request_id` is that of the call: so ids repeat with a seed, and need no draw of their own.
std::string MakeRecommendationId(std::string_view target_arn, std::string_view request_id);
// The six digits at the end.
std::string CampaignPart(std::string_view target_arn);

}  // namespace portside::personalize
