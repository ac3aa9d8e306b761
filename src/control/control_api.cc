// SPDX-License-Identifier: Apache-2.0

#include "portside/server/control_api.h"

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

using Action = void (*)(const ControlApi::Actions& actions, const Respond& respond);

void Health(const ControlApi::Actions& actions, const Respond& respond) {
  respond(JsonResponse(actions.ready() ? 200 : 503, actions.health()));
}

void Reset(const ControlApi::Actions& actions, const Respond& respond) {
  actions.reset([respond] { respond(JsonResponse(200, {{"status", "ok"}})); });
}

struct Endpoint {
  std::string_view method;
  std::string_view path;
  std::string_view operation;
  Action action;
};

constexpr Endpoint kEndpoints[] = {
    {"GET", "/_portside/health", "Health", Health},
    {"GET", "/_localstack/health", "Health", Health},
    {"POST", "/_portside/reset", "Reset", Reset},
    {"POST", "/moto-api/reset", "Reset", Reset},
};

HttpResponse Unknown(std::string_view path) {
  Json known = Json::array();
  for (const Endpoint& endpoint : kEndpoints) {
    known.push_back(std::string(endpoint.method) + " " + std::string(endpoint.path));
  }
  return JsonResponse(404, {{"message", "There is no control endpoint " + std::string(path) + "."},
                            {"endpoints", std::move(known)}});
}

// A HEAD is a GET whose body the server leaves out.
bool SameMethod(std::string_view asked, std::string_view served) {
  return asked == served || (asked == "HEAD" && served == "GET");
}

}  // namespace

bool ControlApi::Owns(std::string_view path) {
  return path.starts_with("/_portside/") || path == "/_portside" ||
         path.starts_with("/_localstack/") || path.starts_with("/moto-api/");
}

std::unique_ptr<Exchange> ControlApi::Begin(HttpRequest request, Caller /*caller*/,
                                            CallRecord& record) {
  record.service = "portside";
  const std::string path(request.RawPath());
  const Endpoint* other_method = nullptr;
  for (const Endpoint& endpoint : kEndpoints) {
    if (endpoint.path != path) continue;
    if (!SameMethod(request.method, endpoint.method)) {
      other_method = &endpoint;
      continue;
    }
    record.operation = endpoint.operation;
    return std::make_unique<CollectingExchange>(
        std::move(request), limits::kJsonBodyBytes,
        [this, &endpoint](HttpRequest&, const Respond& respond) {
          endpoint.action(actions_, respond);
        });
  }
  HttpResponse refusal = Unknown(path);
  if (other_method != nullptr) {
    refusal = JsonResponse(405, {{"message", path + " takes " + std::string(other_method->method) +
                                                 ", not " + request.method + "."}});
    refusal.headers.Add("Allow", std::string(other_method->method));
  }
  record.error = refusal.status == 404 ? "NotFound" : "MethodNotAllowed";
  return std::make_unique<CollectingExchange>(
      std::move(request), limits::kJsonBodyBytes,
      [refusal](HttpRequest&, const Respond& respond) { respond(refusal); });
}

}  // namespace portside
