// SPDX-License-Identifier: Apache-2.0
//
// What Glue answers when it refuses. Texts marked [published] stand in the AWS Glue developer
// guide, "AWS Glue machine learning exceptions", with placeholders in brackets; [recorded] ones
// were seen in public logs of the real service. Where nothing is public, the text is Portside's own
// and says what to do.

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/base/json.h"

namespace portside::glue {

inline ServiceError InvalidInput(std::string message) {
  return {"InvalidInputException", 400, std::move(message)};
}
inline ServiceError EntityNotFound(std::string message) {
  return {"EntityNotFoundException", 400, std::move(message)};
}
inline ServiceError AlreadyExists(std::string message) {
  return {"AlreadyExistsException", 400, std::move(message)};
}
inline ServiceError LimitExceeded(std::string message) {
  return {"ResourceNumberLimitExceededException", 400, std::move(message)};
}

// A sentence to put before a full stop of the published texts.
inline std::string_view WithoutFullStop(std::string_view sentence) {
  if (sentence.ends_with('.')) sentence.remove_suffix(1);
  return sentence;
}

// Catalog.
// [recorded] for the operations that change a table; GetTable answers TableNotRead.
inline ServiceError TableNotFound(const std::string& name) {
  return EntityNotFound("Table " + name + " not found.");
}
// [recorded] GetTable names neither table nor database.
inline ServiceError TableNotRead() { return EntityNotFound("Entity Not Found"); }
// Also what other emulators answer; no recording is public.
inline ServiceError TableExists() { return AlreadyExists("Table already exists."); }

// [recorded], both.
inline ServiceError PartitionNotFound() { return EntityNotFound("Cannot find partition."); }
inline ServiceError PartitionExists() { return AlreadyExists("Partition already exists."); }
// The text is chosen, as the others have it.
inline ServiceError FunctionExists() { return AlreadyExists("Function already exists."); }
// [recorded] for UpdateTable.
inline ServiceError ChangedMeanwhile() {
  return {"ConcurrentModificationException", 400,
          "Update table failed due to concurrent modifications."};
}
// As answers of batch operations have it for one of their items.
inline Json ErrorDetail(const ServiceError& error) {
  return {{"ErrorCode", error.code}, {"ErrorMessage", error.message}};
}

// Label tasks. [published]
inline ServiceError NoLabels(const std::string& account, const std::string& transform) {
  return EntityNotFound("No labelset exists for transformId " + transform + " in account id " +
                        account + ".");
}
inline ServiceError WrongRegion(const std::string& expected, const std::string& actual) {
  return InvalidInput(
      "S3 path provided is not in the same region as transform. Expecting region - " + expected +
      ", but got - " + actual + ".");
}

}  // namespace portside::glue
