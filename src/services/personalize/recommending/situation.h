// SPDX-License-Identifier: Apache-2.0
//
// Who asks, and where from: the traits of a user by the user's record of now, and those of the
// context that a request gives.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "services/personalize/models/personal_model.h"
#include "services/personalize/recommending/group_memory.h"

namespace portside::personalize {

// A request's context: values by the names of columns of the Interactions dataset, without regard
// to case and underscores.
using RequestContextValues = std::map<std::string, std::string>;

// As far as the model has learnt from them. The error is a sentence.
Expected<Situation, std::string> SituationOf(std::string_view user,
                                             const RequestContextValues& context,
                                             const PersonalModel& model, GroupMemory& group,
                                             const RecordReader& records);

}  // namespace portside::personalize
