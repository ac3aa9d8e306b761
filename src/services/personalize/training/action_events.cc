// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/action_events.h"

#include <string>

#include "services/personalize/datasets/dataset_types.h"

namespace portside::personalize {

std::optional<ActionEvent> ActionEventOf(std::string_view type) {
  std::string name = NormalizedName(type);
  std::erase(name, ' ');
  if (name == "taken") return ActionEvent::kTaken;
  if (name == "nottaken") return ActionEvent::kNotTaken;
  if (name == "viewed") return ActionEvent::kViewed;
  return std::nullopt;
}

}  // namespace portside::personalize
