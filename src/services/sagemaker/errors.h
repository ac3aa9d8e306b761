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

// Recorded for CreateTrainingJob and CreateTransformJob.
inline ServiceError NoInputObjects(const std::string& uri, const std::string& region,
                                   const std::string& role, const std::string& bucket) {
  return ValidationException(
      "No S3 objects found under S3 URL \"" + uri +
      "\" given in input data source. Please ensure that the bucket exists in the selected region "
      "(" +
      region + "), that objects exist under that S3 prefix, and that the role \"" + role +
      "\" has \"s3:ListBucket\" permissions on bucket \"" + bucket + "\".");
}

// Recorded for CreateTrainingJob.
inline ServiceError WaitWithoutSpot() {
  return ValidationException(
      "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining is set to "
      "true");
}
inline ServiceError WaitTooShort() {
  return ValidationException(
      "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to "
      "MaxRuntimeInSeconds");
}
inline ServiceError TwoInputModes() {
  return ValidationException(
      "Cannot use both 'Pipe' and 'FastFile' TrainingInputMode on the same Training Job.");
}

// The rules are the model's or documented; no public evidence of the texts.
inline ServiceError MissingForTraining(const std::string& member) {
  return ValidationException(member +
                             " is required for a training job without a ServerlessJobConfig.");
}
inline ServiceError NotOneAlgorithm() {
  return ValidationException(
      "Exactly one of AlgorithmSpecification.TrainingImage and "
      "AlgorithmSpecification.AlgorithmName "
      "must be specified.");
}
inline ServiceError RuntimeTooLong(std::int64_t given, std::int64_t longest) {
  return ValidationException("The value " + std::to_string(given) +
                             " of StoppingCondition.MaxRuntimeInSeconds is greater than " +
                             std::to_string(longest) + ", the longest of a training job.");
}
inline ServiceError TwoChannels(const std::string& name) {
  return ValidationException("The channel name \"" + name +
                             "\" was non-unique within the request.");
}
inline ServiceError AttributesWithoutManifest(const std::string& channel) {
  return ValidationException("AttributeNames of the channel \"" + channel +
                             "\" need the S3DataType AugmentedManifestFile.");
}
inline ServiceError CannotUpdateTraining(const std::string& member, const std::string& status,
                                         const std::string& needed) {
  return ValidationException(member + " cannot be updated while the training job is in status " +
                             status + ". It must be " + needed + ".");
}
inline ServiceError WarmPoolInUse(const std::string& name) {
  return {"ResourceInUse", 400,
          "The training job " + name + " cannot be deleted while its warm pool is Available."};
}
// Recorded for CreateProcessingJob; two equal paths are refused with no text at all.
inline ServiceError NamesNotUnique(const std::string& names) {
  return ValidationException("Input and Output names must be globally unique: [" + names + "]");
}
inline ServiceError PathsNotUnique() { return ValidationException(""); }
// The guide's rule; no public text.
inline ServiceError NoProcessingPath(const std::string& name, const std::string& path) {
  return ValidationException("The LocalPath '" + path + "' of " + name +
                             " must begin with /opt/ml/processing/.");
}
inline ServiceError NoSource(const std::string& name, const std::string& members) {
  return ValidationException("Exactly one of " + members + " must be specified for " + name + ".");
}

// Clients look for its beginning.
inline ServiceError NoTransformToStop(const std::string& name) {
  return ValidationException("Could not find job to update with name: " + name);
}
// The rule is documented, the text is not.
inline ServiceError TooMuchInFlight(std::int64_t concurrent, std::int64_t payload,
                                    std::int64_t most) {
  return ValidationException("MaxConcurrentTransforms (" + std::to_string(concurrent) +
                             ") times MaxPayloadInMB (" + std::to_string(payload) +
                             ") must not be greater than " + std::to_string(most) + ".");
}

}  // namespace portside::sagemaker
