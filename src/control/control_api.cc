// SPDX-License-Identifier: Apache-2.0

#include "portside/control/control_api.h"

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/services/core/collecting_exchange.h"

namespace portside {
namespace {

HttpResponse JsonResponse(int status, const Json& body) {
  HttpResponse response;
  response.status = status;
  response.headers.Add("Content-Type", "application/json");
  response.body = DumpJson(body) + "\n";
  return response;
}

HttpResponse ErrorResponse(const ControlError& error, CallRecord& record) {
  switch (error.status) {
    case 401: record.error = "Unauthorized"; break;
    case 403: record.error = "Forbidden"; break;
    case 404: record.error = "NotFound"; break;
    case 405: record.error = "MethodNotAllowed"; break;
    default: record.error = "BadRequest";
  }
  Json body = {{"message", error.message}};
  if (!error.member.empty()) body["member"] = error.member;
  HttpResponse response = JsonResponse(error.status, body);
  if (error.status == 401) response.headers.Add("WWW-Authenticate", "Bearer");
  return response;
}

HttpResponse AnswerResponse(const ControlAnswer& answer) {
  HttpResponse response;
  if (answer.content_type.empty()) {
    response = JsonResponse(answer.status, answer.body);
  } else {
    response.status = answer.status;
    response.headers.Add("Content-Type", answer.content_type);
    response.body = answer.content;
  }
  for (const auto& [name, value] : answer.headers.fields()) response.headers.Add(name, value);
  return response;
}

// A call whose body streams into a sink.
class ReceivingExchange final : public Exchange {
 public:
  ReceivingExchange(const Endpoint& endpoint, CallRecord& record)
      : limit_(endpoint.receive_limit), record_(record), sink_(endpoint.receive()) {}

  std::optional<HttpResponse> EarlyResponse() override {
    if (sink_) return std::nullopt;
    return ErrorResponse(sink_.error(), record_);
  }
  [[nodiscard]] std::uint64_t BodyLimit() const override { return limit_; }
  bool Write(std::string_view piece) override {
    if (!sink_) return false;
    if (const auto written = (*sink_)->Write(piece); !written) {
      const ControlError error = written.error();
      sink_ = Fail(error);
    }
    return sink_.has_value();
  }
  void Finish(Respond respond) override {
    if (!sink_) return respond(ErrorResponse(sink_.error(), record_));
    (*sink_)->Finish([&record = record_, respond](const ControlResult<ControlAnswer>& answer) {
      respond(answer ? AnswerResponse(*answer) : ErrorResponse(answer.error(), record));
    });
  }

 private:
  std::uint64_t limit_;
  CallRecord& record_;
  ControlResult<std::unique_ptr<BodySink>> sink_;
};

// A HEAD is a GET whose body the server leaves out.
bool SameMethod(std::string_view asked, std::string_view served) {
  return asked == served || (asked == "HEAD" && served == "GET");
}

std::unique_ptr<Exchange> Refusal(HttpRequest request, HttpResponse refusal) {
  return std::make_unique<CollectingExchange>(
      std::move(request), limits::kJsonBodyBytes,
      [refusal = std::move(refusal)](HttpRequest&, const Respond& respond) { respond(refusal); });
}

ControlResult<Json> ReadBody(const std::string& text) {
  if (text.empty()) return Json::object();
  std::optional<Json> body = ParseJson(text);
  if (body && (body->is_object() || body->is_array())) return std::move(*body);
  return Fail(ControlError{400, "The body is not a JSON object or array.", ""});
}

}  // namespace

struct ControlApi::Route {
  Endpoint endpoint;
  UriTemplate path;
};

struct ControlApi::Found {
  const Endpoint* endpoint = nullptr;
  std::map<std::string, std::string> labels;
  std::string other_methods;  // of the path, where the method is another
};

ControlApi::ControlApi(std::vector<Endpoint> endpoints, ControlGuard guard)
    : guard_(std::move(guard)) {
  for (Endpoint& endpoint : endpoints) {
    UriTemplate path(endpoint.path);
    routes_.push_back({std::move(endpoint), std::move(path)});
  }
}

ControlApi::~ControlApi() = default;

bool ControlApi::Owns(std::string_view path) {
  return path.starts_with("/_portside/") || path == "/_portside" ||
         path.starts_with("/_localstack/") || path.starts_with("/moto-api/");
}

bool ControlApi::IsScrape(const HttpRequest& request) {
  if (request.RawPath() != "/metrics" || !SameMethod(request.method, "GET")) return false;
  // Below a bucket in the Host it is an object's key.
  const std::string host = ToLower(request.headers.Get("Host"));
  const std::string_view name = std::string_view(host).substr(0, host.rfind(':'));
  return !name.ends_with(".localhost") && name.find(".s3.") == std::string_view::npos &&
         name.find(".s3-") == std::string_view::npos;
}

ControlApi::Found ControlApi::Find(const HttpRequest& request) const {
  Found found;
  for (const Route& route : routes_) {
    auto labels = route.path.Match(request.RawPath());
    if (!labels) continue;
    if (SameMethod(request.method, route.endpoint.method)) {
      return {&route.endpoint, std::move(*labels), ""};
    }
    found.other_methods += (found.other_methods.empty() ? "" : ", ") + route.endpoint.method;
  }
  return found;
}

bool ControlApi::IsStateless(const HttpRequest& request) const {
  const Found found = Find(request);
  return found.endpoint != nullptr && found.endpoint->is_stateless;
}

std::unique_ptr<Exchange> ControlApi::Begin(HttpRequest request, Caller caller,
                                            CallRecord& record) {
  record.service = "portside";
  Found found = Find(request);
  if (found.endpoint == nullptr || !found.endpoint->is_public) {
    if (const auto refusal = guard_.Refuse(request)) {
      return Refusal(std::move(request), ErrorResponse(*refusal, record));
    }
  }
  const std::string path(request.RawPath());
  if (found.endpoint == nullptr && found.other_methods.empty()) {
    Json known = Json::array();
    for (const Route& route : routes_) {
      known.push_back(route.endpoint.method + " " + route.endpoint.path);
    }
    record.error = "NotFound";
    return Refusal(std::move(request),
                   JsonResponse(404, {{"message", "There is no control endpoint " + path + "."},
                                      {"endpoints", std::move(known)}}));
  }
  if (found.endpoint == nullptr) {
    HttpResponse refusal = ErrorResponse(
        {405, path + " takes " + found.other_methods + ", not " + request.method + ".", ""},
        record);
    refusal.headers.Add("Allow", found.other_methods);
    return Refusal(std::move(request), std::move(refusal));
  }

  record.operation = found.endpoint->operation;
  if (found.endpoint->receive) {
    return std::make_unique<ReceivingExchange>(*found.endpoint, record);
  }
  return std::make_unique<CollectingExchange>(
      std::move(request), limits::kJsonBodyBytes,
      [&record, endpoint = found.endpoint, labels = std::move(found.labels),
       caller = std::move(caller)](HttpRequest& complete, const Respond& respond) {
        const ControlResult<Json> body = ReadBody(complete.body);
        if (!body) return respond(ErrorResponse(body.error(), record));
        const ControlCall call{complete, caller, Query::Parse(complete.RawQuery()), labels, *body};
        endpoint->act(call, [&record, respond](const ControlResult<ControlAnswer>& answer) {
          respond(answer ? AnswerResponse(*answer) : ErrorResponse(answer.error(), record));
        });
      });
}

}  // namespace portside
