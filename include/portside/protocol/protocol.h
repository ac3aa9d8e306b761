// SPDX-License-Identifier: Apache-2.0
//
// Protocol: how an API's operations look as HTTP. Stateless and immutable; any thread. Two of
// them exist, AwsJson and RestJson; both speak the dialect of AWS's own front end (Coral).
//
// Handlers see typed Json: members under their model names, absent where the client sent null,
// unknown ones dropped; timestamps as epoch seconds, blobs as byte strings.

#pragma once

#include <map>
#include <memory>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/http/message.h"
#include "portside/model/service_model.h"

namespace portside {

struct OperationMatch {
  const Operation* operation = nullptr;       // never null in an answer of Match
  std::map<std::string, std::string> labels;  // of the path, decoded
};

class Protocol {
 public:
  virtual ~Protocol() = default;

  // Which operation a whole request (with its body) is for, served or not. The errors are those of
  // the front end: unknown operation, wrong method, wrong content type.
  [[nodiscard]] virtual Result<OperationMatch> Match(const HttpRequest& request) const = 0;
  // Whether Match would find an operation, from the header alone. For the router.
  [[nodiscard]] virtual bool Offers(const HttpRequest& request) const = 0;
  // The typed input, `{}` for operations without one. SerializationException where it has another
  // type than the model says. Constraints are not looked at.
  [[nodiscard]] virtual Result<Json> ParseInput(const OperationMatch& match,
                                                const HttpRequest& request) const = 0;
  // The answer on success. Members that the output shape does not know are left out.
  [[nodiscard]] virtual HttpResponse WriteOutput(const Operation& operation,
                                                 const Json& output) const = 0;
  // The answer on failure, in the form that a client of `request` expects.
  [[nodiscard]] virtual HttpResponse WriteError(const ServiceError& error,
                                                const HttpRequest& request) const = 0;
};

// The protocol that the model names. The model must outlive it.
std::unique_ptr<Protocol> MakeProtocol(const ServiceModel& model);

}  // namespace portside
