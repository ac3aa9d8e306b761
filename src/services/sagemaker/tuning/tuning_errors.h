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

// Recorded.
inline ServiceError OtherHyperParameters() {
  return ValidationException(
      "The set of tunable plus static HyperParameter names is not the same across current and "
      "parent tuning jobs. Please ensure this set is constant when warm starting. Note that "
      "previously static HyperParameters can be tuned in warm start jobs and vice versa.");
}
// Its beginning is recorded.
inline ServiceError OtherDefinition(const std::string& parent) {
  return ValidationException(
      "Only the following fields in TrainingJobDefinition are allowed to change: all but "
      "InputDataConfig and the algorithm of AlgorithmSpecification, which must be those of the "
      "parent tuning job " +
      parent + " for the WarmStartType IdenticalDataAndAlgorithm.");
}

// Of a warm start; the rules are documented, no public evidence of the texts.
inline ServiceError NoParentTuningJob(const std::string& name) {
  return ValidationException("The parent tuning job " + name +
                             " of WarmStartConfig does not exist.");
}
inline ServiceError ParentNotOver(const std::string& name, const std::string& status) {
  return ValidationException("The parent tuning job " + name + " of WarmStartConfig is in status " +
                             status + ". It must be Completed or Stopped.");
}
inline ServiceError TwoParentsAlike(const std::string& name) {
  return ValidationException("WarmStartConfig names the parent tuning job " + name + " twice.");
}
inline ServiceError OtherObjective(const std::string& parent) {
  return ValidationException(
      "The objective metric must be the same as that of the parent tuning job " + parent + ".");
}

// Likewise, of strategies and Autotune.
inline ServiceError AutoWithoutAutotune() {
  return ValidationException("AutoParameters must come with Autotune in Mode Enabled.");
}
inline ServiceError StrategyConfigWithoutHyperband(const std::string& strategy) {
  return ValidationException("StrategyConfig is for the strategy Hyperband only, not for " +
                             strategy + ".");
}
inline ServiceError HyperbandStopsItself() {
  return ValidationException(
      "TrainingJobEarlyStoppingType must be Off for the strategy Hyperband.");
}
inline ServiceError NoMaxResource() {
  return ValidationException(
      "The strategy Hyperband needs MaxResource in HyperbandStrategyConfig, or one of epochs, "
      "numepochs, n-epochs, n_epochs and num_epochs in StaticHyperParameters.");
}
inline ServiceError ResourceOutOfRange(const std::string& member, std::int64_t given,
                                       std::int64_t most) {
  return ValidationException("HyperbandStrategyConfig." + member + " (" + std::to_string(given) +
                             ") must not be greater than " + std::to_string(most) + ".");
}

}  // namespace portside::sagemaker
