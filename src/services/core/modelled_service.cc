// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/modelled_service.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <utility>

#include "portside/base/digest.h"
#include "portside/base/limits.h"
#include "portside/model/output_check.h"
#include "portside/model/validation_message.h"
#include "portside/model/validator.h"
#include "portside/protocol/json_codec.h"
#include "portside/services/core/collecting_exchange.h"
#include "portside/services/core/families/operations.h"
#include "portside/store/unit_of_work.h"

namespace portside {
namespace {

// Debug builds refuse answers that the model does not describe: a bug of a handler, found by
// whatever test runs into it.
void AssertFits([[maybe_unused]] const ServiceModel& model,
                [[maybe_unused]] const Operation& operation, [[maybe_unused]] const Json& output) {
#ifndef NDEBUG
  std::optional<std::string> misfit;
  if (operation.output != nullptr) {
    misfit = FindMisfit(*operation.output, output);
  } else if (!output.is_object() || !output.empty()) {
    misfit = "output must be {} for an operation without output, but is " + DumpJson(output);
  }
  if (!misfit) return;
  std::fprintf(stderr, "%s answered what its model does not describe: %s\n",
               model.QualifiedName(operation).c_str(), misfit->c_str());
  std::abort();
#endif
}

// The texts at the top of an input, which is where names and ARNs stand.
std::vector<std::string> TextsOf(const OperationMatch& match, const HttpRequest& request) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : match.labels) texts.push_back(value);
  const std::optional<Json> body = ParseJson(request.body);
  if (!body || !body->is_object()) return texts;
  for (const auto& [name, value] : body->items()) {
    if (value.is_string()) texts.push_back(value);
  }
  return texts;
}

// What makes two requests the same: everything but the token.
std::string HashOf(const Operation& operation, Json input) {
  input.erase(operation.IdempotencyToken()->name);
  return HexDigest(DigestAlgorithm::kSha256, DumpJson(input));
}

}  // namespace

ModelledService::ModelledService(const ServiceDefinition& definition, const ServiceTools& tools)
    : ModelledService(LoadEmbeddedModel(definition.model), definition, tools) {}

ModelledService::ModelledService(std::unique_ptr<const ServiceModel> model,
                                 const ServiceDefinition& definition, const ServiceTools& tools)
    : model_(std::move(model)), protocol_(MakeProtocol(*model_)), tools_(tools) {
  CheckHandlers(definition);
  // One kind may be shown in the forms of several families.
  std::set<const JobKind*> kinds(definition.job_kinds.begin(), definition.job_kinds.end());
  for (const Family* family : definition.families) {
    if (family->states != nullptr) kinds.insert(family->states);
  }
  for (const JobKind* kind : kinds) tools_.jobs.Register(*kind);
}

void ModelledService::CheckHandlers(const ServiceDefinition& definition) {
  std::string mistakes;
  for (const HandlerEntry& entry : definition.handlers) {
    const Operation* operation = model_->FindOperation(entry.operation);
    if (operation == nullptr || !operation->served) {
      mistakes += " " + std::string(entry.operation) + " has a handler but is not served;";
    } else if (entry.computes != nullptr && operation->IdempotencyToken() != nullptr) {
      mistakes += " " + operation->name + " is computed but takes a client token;";
    } else if (entry.computes != nullptr ? !computing_.emplace(operation, entry.computes).second
                                         : !handlers_.emplace(operation, entry.handler).second) {
      mistakes += " " + operation->name + " has two handlers;";
    }
  }
  for (const auto& [name, handler] : tools_.own) {
    const Operation* operation = model_->FindOperation(name);
    if (operation == nullptr || !operation->served) {
      mistakes += " " + name + " has a handler but is not served;";
    } else {
      own_.emplace(operation, handler);
    }
  }
  for (FamilyOperation& made : OperationsOf(definition.families, *model_, mistakes)) {
    handlers_.emplace(made.operation, std::move(made.perform));
  }
  for (const Operation& operation : model_->operations()) {
    if (operation.served && !HasHandler(operation)) {
      mistakes += " " + operation.name + " is served but has no handler;";
    }
  }
  if (!mistakes.empty()) throw std::logic_error("models/" + model_->name() + ".json:" + mistakes);
}

bool ModelledService::HasHandler(const Operation& operation) const {
  return handlers_.contains(&operation) || computing_.contains(&operation) ||
         own_.contains(&operation);
}

// A call on its way, which may have to wait for a reading.
struct ModelledService::Pending {
  HttpRequest request;
  Caller caller;
  CallRecord& record;
  Respond respond;
  bool is_again = false;  // it was given up once
};

std::unique_ptr<Exchange> ModelledService::Begin(HttpRequest request, Caller caller,
                                                 CallRecord& record) {
  record.service = model_->name();
  return std::make_unique<CollectingExchange>(
      std::move(request), limits::kJsonBodyBytes,
      [this, caller = std::move(caller), &record](HttpRequest& whole, const Respond& respond) {
        Answer(std::move(whole), caller, record, respond);
      });
}

void ModelledService::Answer(HttpRequest request, Caller caller, CallRecord& record,
                             Respond respond) {
  record.service = model_->name();
  const auto pending = std::make_shared<Pending>(
      Pending{std::move(request), std::move(caller), record, std::move(respond)});
  auto prepared =
      std::make_shared<Result<Prepared>>(Prepare(pending->request, pending->caller, record));
  if (!*prepared) return AnswerWith(*pending, Fail(prepared->error()));
  if (const auto found = computing_.find((*prepared)->operation); found != computing_.end()) {
    return Compute(pending, **prepared, found->second);
  }
  if (own_.contains((*prepared)->operation)) {
    return AnswerOwn(pending, prepared);
  }
  RunInHaste(tools_.aside, [this, pending, prepared] {
    if (!std::exchange(pending->is_again, true)) {
      return AnswerWith(*pending, Finish(**prepared, pending->caller));
    }
    Result<HttpResponse> result = Fail(ServiceError("InternalFailure", 500, ""));
    try {
      result = Finish(**prepared, pending->caller);
    } catch (const std::exception&) {
      // A broken disk or database; the log's line of the request says 500.
    }
    AnswerWith(*pending, std::move(result));
  });
}

void ModelledService::Compute(const std::shared_ptr<Pending>& pending, const Prepared& prepared,
                              ComputingHandler handler) {
  const Operation& operation = *prepared.operation;
  auto computation =
      InUnit(operation, prepared.input, pending->caller,
             [&](RequestContext& context) { return handler(prepared.input, context); });
  if (!computation) return AnswerWith(*pending, Fail(computation.error()));
  const auto computed =
      std::make_shared<Result<ComputedAnswer>>(Fail(ServiceError("InternalFailure", 500, "")));
  auto work = [computation = std::move(*computation), computed](const RecordReader& records) {
    try {
      *computed = computation(records);
    } catch (const std::exception&) {
      // Memory has run out, or a record is damaged: the log's line of the request says 500.
    }
  };
  // Written on the core thread, whose the model's shapes are.
  auto done = [this, pending, &operation, computed] {
    AnswerWith(*pending, Write(operation, *computed));
  };
  if (tools_.compute) return tools_.compute(std::move(work), std::move(done));
  work(tools_.records);
  done();
}

void ModelledService::AnswerOwn(const std::shared_ptr<Pending>& pending,
                                const std::shared_ptr<Result<Prepared>>& prepared) {
  const Operation& operation = *(*prepared)->operation;
  auto answer =
      InUnit(operation, (*prepared)->input, pending->caller, [&](RequestContext& context) {
        return own_.at(&operation)((*prepared)->input, context, pending->record);
      });
  if (answer && answer->later) return AnswerLater(pending, prepared, std::move(answer->later));
  AnswerWith(*pending, WriteOwn(operation, std::move(answer)));
}

void ModelledService::AnswerLater(const std::shared_ptr<Pending>& pending,
                                  const std::shared_ptr<Result<Prepared>>& prepared,
                                  std::function<OwnAnswer::Finish()> later) {
  const auto finish = std::make_shared<OwnAnswer::Finish>();
  auto work = [later = std::move(later), finish] { *finish = later(); };
  auto done = [this, pending, prepared, finish] {
    const Operation& operation = *(*prepared)->operation;
    Result<HttpResponse> result = Fail(ServiceError("InternalFailure", 500, ""));
    try {
      result = WriteOwn(operation, InUnit(operation, (*prepared)->input, pending->caller, *finish));
    } catch (const std::exception&) {
      // A broken disk or database, or memory has run out; the log's line of the request says 500.
    }
    AnswerWith(*pending, std::move(result));
  };
  if (tools_.wait) return tools_.wait(std::move(work), std::move(done));
  work();
  done();
}

Result<HttpResponse> ModelledService::WriteOwn(const Operation& operation,
                                               Result<OwnAnswer> answer) const {
  if (!answer) return Fail(std::move(answer.error()));
  if (!answer->body) AssertFits(*model_, operation, answer->output);
  HttpResponse response = protocol_->WriteOutput(operation, answer->output);
  if (answer->body) {
    response.body = std::move(*answer->body);
    response.headers.Set("Content-Type", answer->content_type);
  }
  return response;
}

Result<HttpResponse> ModelledService::Write(const Operation& operation,
                                            const Result<ComputedAnswer>& computed) const {
  if (!computed) return Fail(computed.error());
  AssertFits(*model_, operation, computed->output);
  HttpResponse response = protocol_->WriteOutput(operation, computed->output);
  if (!computed->content_type.empty()) response.headers.Set("Content-Type", computed->content_type);
  return response;
}

void ModelledService::AnswerWith(Pending& pending, Result<HttpResponse> result) {
  if (!result) {
    pending.record.error = result.error().code;
    result = protocol_->WriteError(result.error(), pending.request);
  }
  result->headers.Set("x-amzn-RequestId", pending.caller.request_id);
  pending.respond(std::move(*result));
}

Result<void> ModelledService::PassGate(const OperationMatch& match, const HttpRequest& request,
                                       const Caller& caller, CallRecord& record) {
  if (tools_.gate == nullptr) return {};
  const CallFacts facts{.service = model_->name(),
                        .signing_name = model_->signing_name(),
                        .operation = match.operation->name,
                        .caller = caller,
                        .resources = [&] { return TextsOf(match, request); }};
  if (auto error = tools_.gate->Judge(facts, record)) return Fail(std::move(*error));
  return {};
}

Result<ModelledService::Prepared> ModelledService::Prepare(const HttpRequest& request,
                                                           const Caller& caller,
                                                           CallRecord& record) {
  const OperationMatch match = TRY(protocol_->Match(request));
  const Operation& operation = *match.operation;
  record.operation = operation.name;
  TRY(PassGate(match, request, caller, record));
  TRY(CheckServed(operation));
  return Prepared{&operation, TRY(protocol_->ParseInput(match, request))};
}

Result<HttpResponse> ModelledService::Finish(const Prepared& prepared, const Caller& caller) {
  const Json output = TRY(Perform(*prepared.operation, prepared.input, caller));
  return protocol_->WriteOutput(*prepared.operation, output);
}

Result<Json> ModelledService::Call(std::string_view name, Json input, const Caller& caller) {
  const Operation* operation = model_->FindOperation(name);
  if (operation == nullptr) return Fail(UnknownOperationException(404));
  TRY(CheckServed(*operation));
  if (operation->input != nullptr) {
    TRY(ReadJsonInput(*operation->input, model_->options(), input));
  }
  Json output = TRY(Perform(*operation, input, caller));
  if (operation->output == nullptr) return Json::object();
  std::string text;
  WriteJson(*operation->output, model_->options(), output, text);
  return ParseJson(text).value_or(std::move(output));
}

Result<void> ModelledService::CheckServed(const Operation& operation) const {
  if (HasHandler(operation)) return {};
  return Fail(NotEmulated(model_->QualifiedName(operation)));
}

// By the API's own name, where it models one.
ServiceError ModelledService::Invalid(std::string message) const {
  ServiceError error = ValidationException(std::move(message));
  if (model_->FindError("ValidationError") != nullptr) error.code = "ValidationError";
  return error;
}

template <typename Run>
auto ModelledService::InUnit(const Operation& operation, const Json& input, const Caller& caller,
                             const Run& handler)
    -> decltype(handler(std::declval<RequestContext&>())) {
  if (operation.input != nullptr) {
    const std::vector<ConstraintViolation> violations = Validate(*operation.input, input);
    if (!violations.empty()) return Fail(Invalid(ValidationMessage(violations)));
  }

  const std::string name = model_->QualifiedName(operation);
  CallChance chance(tools_.chance, {name, caller.account, caller.region});
  RequestContext context{.request_id = caller.request_id,
                         .account = caller.account,
                         .region = caller.region,
                         .now = tools_.clock.Now(),
                         .resources = tools_.resources,
                         .records = tools_.records,
                         .jobs = tools_.jobs,
                         .objects = ObjectAccess(tools_.objects, caller.account),
                         .random = chance,
                         .runners = tools_.runners};
  UnitOfWork unit(tools_.database);
  auto answer = TRY(handler(context));
  unit.Commit();
  return answer;
}

// The typed input becomes the typed output, in one unit of work.
Result<Json> ModelledService::Perform(const Operation& operation, const Json& input,
                                      const Caller& caller) {
  if (const auto computes = computing_.find(&operation); computes != computing_.end()) {
    const Computation computation =
        TRY(InUnit(operation, input, caller,
                   [&](RequestContext& context) { return computes->second(input, context); }));
    return TRY(computation(tools_.records)).output;
  }
  if (const auto own = own_.find(&operation); own != own_.end()) {
    CallRecord record;
    return TRY(InUnit(operation, input, caller,
                      [&](RequestContext& context) { return own->second(input, context, record); }))
        .output;
  }
  const Performer& handler = handlers_.at(&operation);
  return InUnit(operation, input, caller, [&](RequestContext& context) -> Result<Json> {
    Json output = TRY(RunOnce(operation, handler, input, context));
    AssertFits(*model_, operation, output);
    return output;
  });
}

// A client token that was seen gets the first answer again, without the handler.
Result<Json> ModelledService::RunOnce(const Operation& operation, const Performer& handler,
                                      const Json& input, RequestContext& context) {
  const Member* member = operation.IdempotencyToken();
  const auto token = member == nullptr ? input.end() : input.find(member->name);
  if (token == input.end()) return handler(input, context);

  const auto& text = token->get_ref<const std::string&>();
  const std::string name = model_->QualifiedName(operation);
  const IdempotencyKey key{context.account, context.region, name, text};
  const std::string hash = HashOf(operation, input);
  if (std::optional<IdempotencyRepository::Answer> first =
          tools_.idempotency.Find(key, context.now)) {
    if (first->input_hash == hash) return std::move(first->output);
    const TokenReuse& reuse = *model_->options().token_reuse;
    return Fail(ServiceError(reuse.code, reuse.status,
                             "The " + member->name + " '" + text +
                                 "' was already used for a request with other parameters."));
  }
  const std::int64_t newest = tools_.resources.newest();
  Json output = TRY(handler(input, context));
  const Timestamp end = context.now + model_->options().token_reuse->lifetime;
  tools_.idempotency.Save(key, {hash, output, ResourceOfCall(newest + 1, output), end},
                          context.now);
  return output;
}

// What a call with a token was about: what it has created, else what its answer names.
std::int64_t ModelledService::ResourceOfCall(std::int64_t created, const Json& output) {
  if (tools_.resources.newest() >= created) return created;
  const ResourcePtr named = tools_.resources.Find(StringOr(output, "Arn"));
  return named == nullptr ? 0 : named->sequence;
}

}  // namespace portside
