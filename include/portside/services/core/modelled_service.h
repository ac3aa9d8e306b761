// SPDX-License-Identifier: Apache-2.0
//
// ModelledService: a model, its protocol and a table of handlers make a Service. This is the
// dispatcher of everything but S3 and STS. Core thread only.

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "portside/base/clock.h"
#include "portside/model/service_model.h"
#include "portside/objects/haste.h"
#include "portside/protocol/protocol.h"
#include "portside/services/core/call_gate.h"
#include "portside/services/core/service.h"
#include "portside/store/database.h"
#include "portside/store/idempotency_repository.h"

namespace portside {

// What an operation answers that its service's surroundings have a part in.
struct OwnAnswer {
  Json output = Json::object();
  // In place of the payload that the output would be written as.
  std::optional<Body> body = std::nullopt;
  std::string content_type = {};  // of `body`
  // In place of all that: what waits for somebody else. It runs on a thread of its own and gives
  // what makes the answer then, in a unit of its own on the core thread.
  using Finish = std::function<Result<OwnAnswer>(RequestContext& context)>;
  std::function<Finish()> later = nullptr;
};
// Answers an operation with more than the context at hand. How late the answer is to leave may be
// put into `record`.
using OwnHandler = std::function<Result<OwnAnswer>(const Json& input, RequestContext& context,
                                                   CallRecord& record)>;
using OwnHandlers = std::map<std::string, OwnHandler, std::less<>>;  // by operation

// What all services share. Everything outlives the services.
struct ServiceTools {
  const Clock& clock;
  Database& database;
  ResourceRepository& resources;
  RecordLog& records;
  IdempotencyRepository& idempotency;
  Scheduler& jobs;
  ObjectStore& objects;
  ChanceSource chance;
  CallGate* gate = nullptr;  // asked about every call, if there is one
  // Where files and folders of a person are read for the first time; null: on the spot.
  Aside aside = nullptr;
  // Where what takes long is computed; null: on the spot. Runs `work` on a thread of its own with
  // that thread's reader, then `done` on the core thread.
  std::function<void(std::function<void(const RecordReader&)> work, std::function<void()> done)>
      compute = nullptr;
  const Runners* runners = nullptr;  // of RequestContext
  // Where OwnAnswer::later runs; null: on the spot.
  std::function<void(std::function<void()> work, std::function<void()> done)> wait = nullptr;
  // Of operations that neither a handler nor a family of the definition answers.
  OwnHandlers own = {};
};

class ModelledService final : public Service {
 public:
  // Loads the embedded model that the definition names and registers its job kinds with the
  // scheduler. A served operation without a handler, and a handler of an operation that the model
  // does not serve, are mistakes of ours: std::logic_error names all of them.
  ModelledService(const ServiceDefinition& definition, const ServiceTools& tools);
  // The same with a model of the caller's, for tests.
  ModelledService(std::unique_ptr<const ServiceModel> model, const ServiceDefinition& definition,
                  const ServiceTools& tools);

  std::unique_ptr<Exchange> Begin(HttpRequest request, Caller caller, CallRecord& record) override;
  // Answers a request whose body is complete. Begin's exchange ends here; tests may call it.
  // Exceptions (disk, database) leave nothing stored and pass through, or, where the answer had to
  // wait for a reading, are answered.
  void Answer(HttpRequest request, Caller caller, CallRecord& record, Respond respond);

  // Calls an operation without HTTP: `input` has the members by their names in JSON's wire form
  // (blobs in Base64), and so has the answer. Checks, client tokens and the unit of work are those
  // of a request.
  Result<Json> Call(std::string_view operation, Json input, const Caller& caller);

  [[nodiscard]] const ServiceModel& model() const { return *model_; }
  // Whether the header names an operation of this API, served or not. For the router.
  [[nodiscard]] bool Offers(const HttpRequest& request) const { return protocol_->Offers(request); }

 private:
  using Performer = std::function<Result<Json>(const Json& input, RequestContext& context)>;

  void CheckHandlers(const ServiceDefinition& definition);
  Result<void> PassGate(const OperationMatch& match, const HttpRequest& request,
                        const Caller& caller, CallRecord& record);
  struct Pending;
  // A call that has passed the gate.
  struct Prepared {
    const Operation* operation;
    Json input;
  };
  Result<Prepared> Prepare(const HttpRequest& request, const Caller& caller, CallRecord& record);
  Result<HttpResponse> Finish(const Prepared& prepared, const Caller& caller);
  void AnswerWith(Pending& pending, Result<HttpResponse> result);
  // Looks at the state, computes aside and answers.
  void Compute(const std::shared_ptr<Pending>& pending, const Prepared& prepared,
               ComputingHandler handler);
  void AnswerOwn(const std::shared_ptr<Pending>& pending,
                 const std::shared_ptr<Result<Prepared>>& prepared);
  void AnswerLater(const std::shared_ptr<Pending>& pending,
                   const std::shared_ptr<Result<Prepared>>& prepared,
                   std::function<OwnAnswer::Finish()> later);
  Result<HttpResponse> WriteOwn(const Operation& operation, Result<OwnAnswer> answer) const;
  Result<HttpResponse> Write(const Operation& operation,
                             const Result<ComputedAnswer>& computed) const;
  [[nodiscard]] ServiceError Invalid(std::string message) const;
  // Validates the input and runs `handler`, a function of a RequestContext, as one unit of work.
  template <typename Run>
  auto InUnit(const Operation& operation, const Json& input, const Caller& caller,
              const Run& handler) -> decltype(handler(std::declval<RequestContext&>()));
  Result<Json> Perform(const Operation& operation, const Json& input, const Caller& caller);
  [[nodiscard]] bool HasHandler(const Operation& operation) const;
  Result<void> CheckServed(const Operation& operation) const;
  std::int64_t ResourceOfCall(std::int64_t created, const Json& output);
  Result<Json> RunOnce(const Operation& operation, const Performer& handler, const Json& input,
                       RequestContext& context);

  std::unique_ptr<const ServiceModel> model_;
  std::unique_ptr<Protocol> protocol_;
  ServiceTools tools_;
  std::unordered_map<const Operation*, Performer> handlers_;
  std::unordered_map<const Operation*, ComputingHandler> computing_;  // the other operations
  std::unordered_map<const Operation*, OwnHandler> own_;              // and these
};

}  // namespace portside
