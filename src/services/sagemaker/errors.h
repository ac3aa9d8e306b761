// SPDX-License-Identifier: Apache-2.0
//
// What SageMaker answers instead of a result. The texts are AWS's where one is known; the note at
// each says how well. SageMaker's modelled codes have no "Exception" suffix, and a missing thing is
// often a ValidationException, even where the model lists ResourceNotFound.

#pragma once

#include <string>

#include "portside/aws/service_error.h"

namespace portside::sagemaker {

// The text is in one project's log of the real service; the code is the one that the model lists
// for Describe, Stop and Delete.
inline ServiceError CompilationJobNotFound(const std::string& name) {
  return {"ResourceNotFound", 400, "Could not find compilation job '" + name + "'."};
}

// Another emulator's text; the code is modelled.
inline ServiceError CompilationJobExists(const std::string& name) {
  return {"ResourceInUse", 400,
          "Resource Already Exists: Compilation job with name " + name +
              " already exists. Choose a different name."};
}

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

// Recorded for training jobs ("The request was rejected because the training job is in status
// Stopped."); the same sentence for the two kinds here. `kind` is "compilation job" or so.
inline ServiceError WrongStatus(const std::string& kind, const std::string& status) {
  return ValidationException("The request was rejected because the " + kind + " is in status " +
                             status + ".");
}

// No public text; ResourceNotFound is the only error that Describe models.
inline ServiceError EdgePackagingJobNotFound(const std::string& name) {
  return {"ResourceNotFound", 400, "Could not find edge packaging job '" + name + "'."};
}

// No public text, and the model has no error for it.
inline ServiceError EdgePackagingJobExists(const std::string& name) {
  return {"ResourceInUse", 400, "Edge packaging job " + name + " already exists"};
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

// Recorded for ListTags.
inline ServiceError ResourceDoesNotExist() {
  return ValidationException("Resource does not exist.");
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

// No public evidence of the text.
inline ServiceError InvalidNextToken() {
  return ValidationException(
      "Invalid NextToken. Send the NextToken of the previous response together with the same "
      "filters and sort order, or none for the first page.");
}

// The edge lists' MaxResults has no modelled minimum; the text is the front end's.
inline ServiceError MaxResultsTooSmall(const std::string& value) {
  return ValidationException("1 validation error detected: Value '" + value +
                             "' at 'maxResults' failed to satisfy constraint: Member must have "
                             "value greater than or equal to 1");
}

}  // namespace portside::sagemaker
