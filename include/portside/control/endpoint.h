// SPDX-License-Identifier: Apache-2.0
//
// Endpoint: one call of the control plane, what a test does to the emulator itself. A noun (the
// clock, faults, …) is a function that gives its endpoints; ControlApi puts them together.
//
// A control call reads its whole input before it changes anything: what is refused changes nothing.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/http/message.h"
#include "portside/http/uri.h"
#include "portside/services/core/service.h"

namespace portside {

// A refusal: {"message": …, "member": …}. `member` is the path of the member of the body, or the
// query parameter, that is wrong ("error.statusCode", "rules[2].kind"); empty where it is none.
struct ControlError {
  int status = 400;
  std::string message;  // names the member, its value and the allowed form
  std::string member;
};

template <typename T>
using ControlResult = Expected<T, ControlError>;

// What an endpoint answers: JSON, or a body of another type.
struct ControlAnswer {
  Json body = Json::object();
  Body content;              // sent in place of the JSON where content_type is not empty
  std::string content_type;  // of `content`
  int status = 200;
  Headers headers = {};  // more of them
};

struct ControlCall {
  const HttpRequest& request;
  const Caller& caller;  // whoever signed the call, else the default account and region
  Query query;
  std::map<std::string, std::string> labels;  // of the path, decoded
  Json body;  // what was sent, an object or an array; an empty object where nothing was
};

using ControlRespond = std::function<void(ControlResult<ControlAnswer>)>;

// Takes a body that is too large to be collected, piece by piece. Destroyed without Finish: the
// client went away.
class BodySink {
 public:
  virtual ~BodySink() = default;
  // After an error, Finish is not called.
  virtual ControlResult<void> Write(std::string_view piece) = 0;
  virtual void Finish(const ControlRespond& respond) = 0;
};

struct Endpoint {
  std::string method;
  std::string path;       // a template: "/_portside/snapshots/{name}"
  std::string operation;  // for the log: "SaveSnapshot"
  // Core thread. Responds once, now or later. `call` lives until then only if it is copied.
  std::function<void(const ControlCall& call, const ControlRespond& respond)> act;
  // Answered also without the token and where the control plane is off: what orchestrators ask.
  bool is_public = false;
  // Looks at nothing that a reset or a restore is about: answered in the midst of one.
  bool is_stateless = false;
  // In place of `act`: begins to take a body of up to so many bytes.
  std::function<ControlResult<std::unique_ptr<BodySink>>()> receive = nullptr;
  std::uint64_t receive_limit = 0;
};

// The usual endpoint, which answers at once.
template <typename Function>
Endpoint MakeEndpoint(std::string method, std::string path, std::string operation,
                      Function answer) {
  return {std::move(method), std::move(path), std::move(operation),
          [answer = std::move(answer)](const ControlCall& call, const ControlRespond& respond) {
            respond(answer(call));
          }};
}

}  // namespace portside
