// SPDX-License-Identifier: Apache-2.0

#include "portside/control/answer_endpoints.h"

#include "control/match_reader.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/control/member_reader.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

constexpr std::int64_t kMostCalls = 1'000'000'000;

// A text as it is, other bytes as Base64 under another name.
void PutBytes(Json& json, const std::string& name, const std::string& bytes) {
  if (IsValidUtf8(bytes)) {
    json[name] = bytes;
  } else {
    json[name + "_base64"] = Base64Encode(bytes);
  }
}

Json AnswerToJson(const EndpointAnswer& answer) {
  Json json = {{"status", answer.status},
               {"content_type", answer.content_type},
               {"latency", answer.latency.count()}};
  PutBytes(json, "body", answer.body);
  for (const auto& [name, text] :
       {std::pair("custom_attributes", &answer.custom_attributes),
        std::pair("variant", &answer.variant), std::pair("new_session", &answer.new_session),
        std::pair("closed_session", &answer.closed_session)}) {
    if (!text->empty()) json[name] = *text;
  }
  for (const std::string& part : answer.parts) {
    Json shown = Json::object();
    PutBytes(shown, "body", part);
    json["parts"].push_back(std::move(shown));
  }
  if (!answer.stream_error.empty()) {
    json["stream_error"] = {{"name", answer.stream_error},
                            {"message", answer.stream_message},
                            {"code", answer.stream_code}};
  }
  return json;
}

Json RuleToJson(const EndpointAnswerRule& rule) {
  Json json = {{"id", rule.id},
               {"times", rule.times},
               {"applied", rule.applied},
               {"answer", AnswerToJson(*rule.answer)}};
  for (const auto& [name, text] :
       {std::pair("endpoint", &rule.endpoint), std::pair("account", &rule.account),
        std::pair("region", &rule.region)}) {
    if (!text->empty()) json[name] = *text;
  }
  return json;
}

// "body", or "body_base64".
ControlResult<std::string> ReadBytes(MemberReader& reader) {
  const auto text = TRY(reader.Text("body"));
  const auto encoded = TRY(reader.Text("body_base64"));
  if (text && encoded) {
    return Fail(reader.Wrong("body_base64", "only one of body and body_base64 is taken."));
  }
  if (!encoded) return text.value_or("");
  auto bytes = Base64Decode(*encoded);
  if (!bytes) return Fail(reader.Wrong("body_base64", "it must be Base64."));
  return std::move(*bytes);
}

ControlResult<void> ReadStream(MemberReader& reader, EndpointAnswer& answer) {
  const Json* parts = TRY(reader.Array("parts"));
  for (std::size_t i = 0; parts != nullptr && i < parts->size(); ++i) {
    MemberReader part((*parts)[i], reader.PathOf("parts") + "[" + std::to_string(i) + "]");
    answer.parts.push_back(TRY(ReadBytes(part)));
    TRY(part.Finish());
  }
  const Json* error = TRY(reader.Object("stream_error"));
  if (error == nullptr) return {};
  MemberReader broken(*error, reader.PathOf("stream_error"));
  answer.stream_error = TRY(broken.Choice("name", {"ModelStreamError", "InternalStreamFailure"}))
                            .value_or("ModelStreamError");
  answer.stream_message = TRY(broken.Text("message")).value_or("");
  answer.stream_code = TRY(broken.Choice("code", {"ModelInvocationTimeExceeded", "StreamBroken"}))
                           .value_or("StreamBroken");
  return broken.Finish();
}

ControlResult<EndpointAnswer> ReadAnswer(const Json& json) {
  MemberReader reader(json, "answer");
  EndpointAnswer answer;
  answer.status = static_cast<int>(TRY(reader.Integer("status", 200, 599)).value_or(200));
  answer.body = TRY(ReadBytes(reader));
  answer.content_type = TRY(reader.Text("content_type")).value_or(answer.content_type);
  answer.custom_attributes = TRY(reader.Text("custom_attributes")).value_or("");
  answer.variant = TRY(reader.Text("variant")).value_or("");
  answer.new_session = TRY(reader.Text("new_session")).value_or("");
  answer.closed_session = TRY(reader.Text("closed_session")).value_or("");
  answer.latency = std::chrono::milliseconds(
      TRY(reader.Integer("latency", 0, std::chrono::milliseconds(limits::kLongestLatency).count()))
          .value_or(0));
  TRY(ReadStream(reader, answer));
  TRY(reader.Finish());
  return answer;
}

Answer Add(EndpointAnswers& answers, const ControlCall& call) {
  MemberReader reader(call.body);
  EndpointAnswerRule rule;
  rule.endpoint = TRY(reader.Text("endpoint")).value_or("");
  rule.account = TRY(reader.Text("account")).value_or("");
  rule.region = TRY(reader.Text("region")).value_or("");
  rule.times = TRY(reader.Integer("times", 0, kMostCalls)).value_or(0);
  const Json* answer = TRY(reader.Object("answer"));
  TRY(reader.Finish());
  if (answer == nullptr) {
    return Fail(reader.Wrong("answer", "it must be an object, such as {\"body\": \"…\"}."));
  }
  rule.answer = std::make_shared<const EndpointAnswer>(TRY(ReadAnswer(*answer)));
  TRY(CheckRoom(answers.rules().size()));
  return ControlAnswer{.body = RuleToJson(answers.Add(std::move(rule))), .status = 201};
}

Answer Remove(EndpointAnswers& answers, const ControlCall& call) {
  const std::string& id = call.labels.at("id");
  if (answers.Remove(id)) return ControlAnswer{};
  return Fail(ControlError{404, "There is no answer '" + id + "'.", "id"});
}

Answer List(const EndpointAnswers& answers) {
  Json list = Json::array();
  for (const EndpointAnswerRule& rule : answers.rules()) list.push_back(RuleToJson(rule));
  return ControlAnswer{.body = {{"endpoints", std::move(list)}}};
}

// Where moto's results belong to, and the list of them.
struct MotoBody {
  std::string account, region;
  const Json* results;
};

ControlResult<MotoBody> ReadMoto(const EndpointAnswers& answers, const ControlCall& call,
                                 MemberReader& reader) {
  MotoBody body{TRY(reader.Text("account_id")).value_or(call.caller.account),
                TRY(reader.Text("region")).value_or(call.caller.region),
                TRY(reader.Array("results"))};
  TRY(reader.Finish());
  if (body.results == nullptr) {
    return Fail(reader.Wrong("results", "it must be an array of results."));
  }
  TRY(CheckRoom(answers.Results(body.account, body.region), body.results->size()));
  return body;
}

std::string PathOfResult(std::size_t number) { return "results[" + std::to_string(number) + "]"; }

Answer AddMoto(EndpointAnswers& answers, const ControlCall& call) {
  MemberReader reader(call.body);
  const MotoBody body = TRY(ReadMoto(answers, call, reader));
  std::vector<EndpointAnswer> results;
  for (const Json& json : *body.results) {
    MemberReader result(json, PathOfResult(results.size()));
    EndpointAnswer answer;
    answer.body = TRY(result.RequiredText("Body"));
    answer.content_type = TRY(result.Text("ContentType")).value_or("");
    answer.variant = TRY(result.Text("InvokedProductionVariant")).value_or("");
    answer.custom_attributes = TRY(result.Text("CustomAttributes")).value_or("");
    TRY(result.Finish());
    results.push_back(std::move(answer));
  }
  answers.AddResults(body.account, body.region, std::move(results));
  return ControlAnswer{.status = 201};
}

Answer AddMotoAsync(EndpointAnswers& answers, const ControlCall& call) {
  MemberReader reader(call.body);
  const MotoBody body = TRY(ReadMoto(answers, call, reader));
  std::vector<AsyncResult> results;
  for (const Json& json : *body.results) {
    MemberReader result(json, PathOfResult(results.size()));
    AsyncResult read;
    read.data = TRY(result.RequiredText("data"));
    read.is_failure = TRY(result.Flag("is_failure")).value_or(false);
    TRY(result.Finish());
    results.push_back(std::move(read));
  }
  answers.AddAsyncResults(body.account, body.region, std::move(results));
  return ControlAnswer{.status = 201};
}

}  // namespace

std::vector<Endpoint> AnswerEndpoints(EndpointAnswers& answers) {
  const std::string path = "/_portside/endpoints";
  const auto add = [&answers](const ControlCall& call) { return Add(answers, call); };
  return {
      MakeEndpoint("GET", path, "ListAnswers",
                   [&answers](const ControlCall&) { return List(answers); }),
      MakeEndpoint("POST", path, "AddAnswer", add),
      MakeEndpoint("PUT", path, "AddAnswer", add),
      MakeEndpoint("DELETE", path, "RemoveAnswers",
                   [&answers](const ControlCall&) -> Answer {
                     return ControlAnswer{.body = {{"removed", answers.Clear()}}};
                   }),
      MakeEndpoint("DELETE", path + "/{id}", "RemoveAnswer",
                   [&answers](const ControlCall& call) { return Remove(answers, call); }),
  };
}

std::vector<Endpoint> MotoAnswerEndpoints(EndpointAnswers& answers) {
  const std::string path = "/moto-api/static/sagemaker/";
  return {
      MakeEndpoint("POST", path + "endpoint-results", "AddEndpointResults",
                   [&answers](const ControlCall& call) { return AddMoto(answers, call); }),
      MakeEndpoint("POST", path + "async-endpoint-results", "AddAsyncEndpointResults",
                   [&answers](const ControlCall& call) { return AddMotoAsync(answers, call); }),
  };
}

}  // namespace portside
