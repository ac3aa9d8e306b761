// SPDX-License-Identifier: Apache-2.0
//
// What SageMaker answers instead of a result. The texts are AWS's where one is known; the note at
// each says how well. SageMaker's modelled codes have no "Exception" suffix, and a missing thing is
// often a ValidationException, even where the model lists ResourceNotFound.

#pragma once

#include <string>

#include "portside/aws/service_error.h"

namespace portside::sagemaker {

// Another emulator's texts.
inline ServiceError TwoModelSources() {
  return ValidationException(
      "InputConfig and ModelPackageVersionArn cannot be specified at the same time.");
}
inline ServiceError NoModelSource() {
  return ValidationException("Either InputConfig or ModelPackageVersionArn must be specified.");
}

// No public evidence of the texts; worded as the two above.
inline ServiceError TwoTargets() {
  return ValidationException(
      "TargetDevice and TargetPlatform cannot be specified at the same time.");
}
inline ServiceError NoTarget() {
  return ValidationException("Either TargetDevice or TargetPlatform must be specified.");
}

// No public evidence: the modelled pattern lets any https URL pass, but only S3 holds models.
inline ServiceError NotAnS3Location(const std::string& member, const std::string& value) {
  return ValidationException("The value '" + value + "' of " + member +
                             " is not an Amazon S3 location. Use the form s3://bucket/key.");
}

// Create names a compilation job that does not exist: here it is a wrong parameter, and
// CreateEdgePackagingJob does not model ResourceNotFound.
inline ServiceError NoSuchCompilationJobToPackage(const std::string& name) {
  return ValidationException("Could not find compilation job '" + name + "'.");
}
inline ServiceError CompilationJobNotCompleted(const std::string& name, const std::string& status) {
  return ValidationException("Compilation job '" + name + "' is in status " + status +
                             ". Only a compilation job in status COMPLETED can be packaged.");
}

// No public evidence; `problem` is a whole sentence.
inline ServiceError InvalidPresetDeployment(const std::string& problem) {
  return ValidationException(problem);
}

// The limit is documented, the text is not.
inline ServiceError TooManyTags(const std::string& arn) {
  return ValidationException("The resource " + arn +
                             " would have more than 50 tags. A resource can have at most 50 tags.");
}

// Recorded for several services.
inline ServiceError ReservedTagKey() {
  return ValidationException("aws: prefixed tag key names are not allowed for external use.");
}

// Recorded for CreateModel.
inline ServiceError NoModelData(const std::string& url) {
  return ValidationException("Could not find model data at " + url);
}

// No public evidence of the texts.
inline ServiceError TwoKindsOfContainers() {
  return ValidationException(
      "PrimaryContainer and Containers cannot be specified at the same time.");
}
inline ServiceError NoContainers() {
  return ValidationException("Either PrimaryContainer or Containers must be specified.");
}

}  // namespace portside::sagemaker
