// SPDX-License-Identifier: Apache-2.0
//
// What the runtime refuses with. The note at each says how well its text is known.

#pragma once

#include <string>

#include "portside/aws/service_error.h"

namespace portside::sagemaker {

inline ServiceError RuntimeValidationError(std::string message) {
  return {"ValidationError", 400, std::move(message)};
}

// Recorded. Said as well of one that is not in service yet (chosen).
inline ServiceError NoSuchEndpoint(const std::string& name, const std::string& account) {
  return RuntimeValidationError("Endpoint " + name + " of account " + account + " not found.");
}
// Recorded.
inline ServiceError ComponentNameMissing() {
  ServiceError error = RuntimeValidationError(
      "Inference Component Name header is required for endpoints to which you plan to deploy "
      "inference components. Please include Inference Component Name header or consider using "
      "SageMaker models.");
  error.members["ErrorCode"] = "INFERENCE_COMPONENT_NAME_MISSING";
  return error;
}

// No public evidence of the texts.
inline ServiceError NoSuchVariant(const std::string& variant, const std::string& endpoint) {
  return RuntimeValidationError("Variant " + variant + " not found for endpoint " + endpoint + ".");
}
inline ServiceError NoSuchComponent(const std::string& component, const std::string& endpoint) {
  return RuntimeValidationError("Inference Component " + component + " not found for endpoint " +
                                endpoint + ".");
}
inline ServiceError NotSynchronous(const std::string& endpoint) {
  return RuntimeValidationError("Endpoint " + endpoint +
                                " is not configured for synchronous inference.");
}
inline ServiceError NotAsynchronous(const std::string& endpoint) {
  return RuntimeValidationError("Endpoint " + endpoint +
                                " is not configured for asynchronous inference.");
}
inline ServiceError OneInput() {
  return RuntimeValidationError("Exactly one of Body and InputLocation must be specified.");
}
inline ServiceError NotALocation(const std::string& member, const std::string& value) {
  return RuntimeValidationError("The value '" + value + "' of " + member +
                                " is not an Amazon S3 location. Use the form s3://bucket/key.");
}

// Portside's own: nothing runs the model, and nobody has said what it answers.
inline ServiceError NoAnswer(const std::string& endpoint) {
  return {"ServiceUnavailable", 503,
          "Portside runs no model: nothing answers for endpoint " + endpoint +
              ". Give it an answer with POST /_portside/endpoints {\"endpoint\": \"" + endpoint +
              "\", \"answer\": {\"body\": \"...\"}}."};
}

// Where the container failed, and what it said.
struct ModelFailure {
  std::string endpoint, account, region;
  int status = 500;
  std::string body;
};

// Recorded for a client's error; SERVER_ERROR_FROM_MODEL is chosen likewise.
ServiceError ModelError(const ModelFailure& failure);

}  // namespace portside::sagemaker
