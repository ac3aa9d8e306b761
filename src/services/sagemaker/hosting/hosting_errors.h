// SPDX-License-Identifier: Apache-2.0
//
// What the hosting's operations refuse with, besides the texts of their declarations. The note at
// each says how well it is known.

#pragma once

#include <string>

#include "portside/aws/service_error.h"

namespace portside::sagemaker {

// Recorded.
inline ServiceError ScalingOfAModel() {
  return ValidationException(
      "ManagedInstanceScaling is only supported for inference component endpoints.");
}
inline ServiceError EndpointInProgress(const std::string& arn) {
  return ValidationException("Cannot update in-progress endpoint \"" + arn + "\".");
}

inline ServiceError NoComponentsHere() {
  return ValidationException(
      "Invalid request provided: Inference Components are not supported in this Endpoint. Please "
      "make sure this endpoint can deploy inference components.");
}
// Recorded in part: "Inference components copy count an integer larger than 0".
inline ServiceError NoCopies() {
  return ValidationException(
      "Specify as Inference components copy count an integer larger than 0.");
}

// Another emulator's texts. The first one serves the names of a configuration's variants as well.
inline ServiceError VariantNamedTwice(const std::string& name) {
  return ValidationException("The variant name \"" + name +
                             "\" was non-unique within the request.");
}
inline ServiceError NoSuchVariants(const std::string& names, const std::string& config) {
  return ValidationException("The variant name(s) " + names +
                             " is/are not present within endpoint configuration \"" + config +
                             "\".");
}

// No public evidence of the texts.
inline ServiceError WrongVariant(const std::string& name, const std::string& problem) {
  return ValidationException("The production variant \"" + name + "\" " + problem);
}
inline ServiceError TooManyShadows() {
  return ValidationException(
      "ShadowProductionVariants can be specified for exactly one variant of ProductionVariants, "
      "and only one of them.");
}
inline ServiceError FailedEndpoint(const std::string& arn, const std::string& status) {
  return ValidationException("Cannot update endpoint \"" + arn + "\" in status " + status +
                             ". Delete it and create it anew.");
}
inline ServiceError TwoDeploymentConfigs() {
  return ValidationException(
      "DeploymentConfig and RetainDeploymentConfig cannot be specified at the same time.");
}

inline ServiceError NoSpecification() {
  return ValidationException("Either Specification or Specifications must be specified.");
}
inline ServiceError ComponentInProgress(const std::string& arn, const std::string& status) {
  return ValidationException("Cannot update inference component \"" + arn + "\" in status " +
                             status + ".");
}

}  // namespace portside::sagemaker
