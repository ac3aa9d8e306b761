// SPDX-License-Identifier: Apache-2.0
//
// The errors of Amazon Personalize. The control plane answers 400 for every one of them, also for
// what is not found or in use; the events API has 404 and 409 (botocore model). Where a text was
// observed or documented, that is said; the others are Portside's own words (choices.h).

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/service_error.h"

namespace portside::personalize {

inline ServiceError InvalidInput(std::string message) {
  return {"InvalidInputException", 400, std::move(message)};
}

// Text as recorded for a schema (CreateSchema); the same form for every ARN that is made of a name.
inline ServiceError AlreadyExists(std::string_view arn) {
  return {"ResourceAlreadyExistsException", 400,
          "Another resource with Arn " + std::string(arn) + " already exists."};
}

// `status` 404 in the events API.
inline ServiceError NotFound(std::string_view arn, int status = 400) {
  return {"ResourceNotFoundException", status,
          "Resource Arn " + std::string(arn) + " does not exist."};
}

// `status` 409 in the events API.
inline ServiceError InUse(std::string message, int status = 400) {
  return {"ResourceInUseException", status, std::move(message)};
}

inline ServiceError TooManyTags(std::string message) {
  return {"TooManyTagsException", 400, std::move(message)};
}
inline ServiceError TooManyTagKeys(std::string message) {
  return {"TooManyTagKeysException", 400, std::move(message)};
}
// Sentences that appear both in a refused request and in a failed job's failureReason.

// As recorded (CreateDatasetImportJob, answered at once). `detail` is ours: what is wrong.
inline std::string InsufficientPrivilegesText(std::string_view bucket, std::string_view detail) {
  return "Insufficient privileges for accessing data in S3. Please look at "
         "https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-s3-access.html"
         "#attach-bucket-policy and fix bucket policy on " +
         std::string(bucket) + ". " + std::string(detail);
}

// The first sentence is the developer guide's; `detail` is ours.
inline std::string InvalidDataLocationText(std::string_view detail) {
  return "Invalid Data location. " + std::string(detail);
}

// The first sentences are the developer guide's (for batch jobs); `detail` is ours.
inline std::string InvalidInputPathText(std::string_view detail) {
  return "Invalid S3 input path. " + std::string(detail);
}
inline std::string InvalidOutputPathText(std::string_view detail) {
  return "Invalid S3 output path. " + std::string(detail);
}

// As recorded (CreateDatasetImportJob, answered at once). `columns` is "A, B".
inline std::string MissingColumnsText(std::string_view columns) {
  return "Input csv is missing the following columns: [" + std::string(columns) + "]";
}

// As documented for the failureReason of an import job.
inline std::string TooLongText(std::size_t limit, std::string_view column) {
  return "Length cannot be more than " + std::to_string(limit) + " characters for " +
         std::string(column) +
         ". If no values exceed the character limit, make sure your data follows the formatting "
         "guidelines listed in "
         "https://docs.aws.amazon.com/personalize/latest/dg/data-prep-formatting.html.";
}

}  // namespace portside::personalize
