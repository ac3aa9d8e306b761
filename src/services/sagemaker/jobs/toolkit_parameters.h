// SPDX-License-Identifier: Apache-2.0
//
// Hyperparameters as the SageMaker toolkits hand them to a script. The SDK's framework estimators
// send each value as JSON, and beside the user's own what their containers need
// (sagemaker_program); the toolkits read the values, and keep what is theirs from the script.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "portside/base/json.h"

namespace portside::sagemaker {

// What a tuning job adds to the hyperparameters of its trials.
inline constexpr const char* kTuningMetric = "_tuning_objective_metric";

class ToolkitParameters {
 public:
  // Of a training job's document.
  explicit ToolkitParameters(const Json& document);

  // SM_HPS: the user's own by name, values read where they are JSON and texts where they are not.
  [[nodiscard]] const Json& values() const { return values_; }
  // SM_HP_<NAME>: a text as it is, everything else as JSON; by hyperparameters' names.
  [[nodiscard]] std::map<std::string, std::string> Texts() const;
  // --name value, -n value for names of one letter; ordered by name.
  [[nodiscard]] std::vector<std::string> Arguments() const;

 private:
  Json values_ = Json::object();
  std::map<std::string, std::string> given_;
};

}  // namespace portside::sagemaker
