// SPDX-License-Identifier: Apache-2.0
//
// What tuning jobs are refused with.

#pragma once

#include <string>

#include "portside/aws/service_error.h"
#include "portside/base/json.h"

namespace portside::sagemaker {

// Recorded, both.
inline ServiceError NoObjectiveMetric() {
  return ValidationException(
      "A metric is required for this hyperparameter tuning job objective. Provide a metric in the "
      "metric definitions.");
}
inline ServiceError TooFewCombinations(double combinations, std::int64_t jobs) {
  return ValidationException(
      "You don't have enough combinations of hyperparameter ranges. The total number of "
      "hyperparameter combinations for the provided ranges [" +
      DumpJson(combinations) + "] must be equal or greater than the value of MaxNumberOfJobs, [" +
      std::to_string(jobs) + "]. Provide additional ranges.");
}

// The rules are the model's or documented; no public evidence of the texts.
inline ServiceError OneOfDefinitions() {
  return ValidationException(
      "Exactly one of TrainingJobDefinition and TrainingJobDefinitions must be specified.");
}
inline ServiceError GridNeedsCategories() {
  return ValidationException(
      "The strategy Grid takes categorical parameter ranges only, and needs at least one.");
}
inline ServiceError TooManyTrials(const std::string& member, std::int64_t given,
                                  std::int64_t most) {
  return ValidationException("ResourceLimits." + member + " (" + std::to_string(given) +
                             ") must not be greater than " + std::to_string(most) + ".");
}

}  // namespace portside::sagemaker
