// SPDX-License-Identifier: Apache-2.0
//
// Service: one AWS API behind the front door. A service made from a model is a ServiceDefinition:
// data and a table of handlers, no class (see modelled_service.h). S3 and STS are written by hand.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/http/exchange.h"
#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"

namespace portside {

// Answers one operation. `input` is already parsed, typed and valid by the model; members that the
// client left out (or sent as null) are absent. Timestamps are epoch seconds as numbers, blobs are
// byte strings. The returned object is written by the operation's output shape: members that the
// shape does not know are a bug, absent ones are left out on the wire.
using Handler = Result<Json> (*)(const Json& input, RequestContext& context);

// What is left to do of an answer once its handler has looked at the state: it may take long, runs
// on another thread, always the same, and knows nothing but what it owns and the records that were
// committed.
struct ComputedAnswer {
  Json output;
  std::string content_type{};  // of a payload that is bytes; empty: the protocol's own
};
using Computation = std::function<Result<ComputedAnswer>(const RecordReader& records)>;
// Answers an operation that changes nothing and costs more than some milliseconds.
using ComputingHandler = Result<Computation> (*)(const Json& input, RequestContext& context);

struct HandlerEntry {
  std::string_view operation;
  Handler handler = nullptr;
  ComputingHandler computes = nullptr;  // instead of `handler`
};

struct Family;  // family.h

// A service's table of contents. A constant in the service's service.cc.
struct ServiceDefinition {
  std::string_view model;  // "glue": models/glue.json
  std::span<const HandlerEntry> handlers;
  // Of what no family has.
  std::span<const JobKind* const> job_kinds;
  // A line of `handlers` wins over a verb of these.
  std::span<const Family* const> families{};
};

// Who is asking, as the router understood it.
struct Caller {
  std::string request_id;
  std::string account;
  std::string region;
  std::string access_key;  // empty: unsigned
};

// What a test has ordered for a call, besides an error.
struct CallFault {
  std::string id;                     // of its rule; empty: none
  std::chrono::milliseconds delay{};  // of the machine's time, before the answer leaves
  Delivery delivery = Delivery::kWhole;
  std::optional<std::uint64_t> cut_after;  // as in HttpResponse
};

// What the log line and the metrics say about a request; filled in while it is answered.
struct CallRecord {
  std::string service = "-";
  std::string operation = "-";
  std::string error;  // the error code, empty on success
  CallFault fault = {};
};

class Service {
 public:
  virtual ~Service() = default;
  // `request` has its header only; the exchange collects or streams the body. `record` outlives the
  // exchange.
  virtual std::unique_ptr<Exchange> Begin(HttpRequest request, Caller caller,
                                          CallRecord& record) = 0;
};

}  // namespace portside
