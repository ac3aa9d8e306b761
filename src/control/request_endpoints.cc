// SPDX-License-Identifier: Apache-2.0

#include "portside/control/request_endpoints.h"

#include "control/query_reader.h"
#include "portside/base/encoding.h"
#include "portside/base/glob.h"
#include "portside/control/operation_catalog.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

constexpr std::int64_t kUsualPage = 100;
constexpr std::int64_t kLargestPage = 1000;

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

// JSON as such, other text as a text; null where it is empty, no text, or was not kept.
Json BodyToJson(const KeptBody& body) {
  if (!body.bytes || body.bytes->empty()) return nullptr;
  if (std::optional<Json> json = ParseJson(*body.bytes)) return std::move(*json);
  return IsValidUtf8(*body.bytes) ? Json(*body.bytes) : Json();
}

Json HeadersToJson(const Headers& headers) {
  Json list = Json::array();
  for (const auto& [name, value] : headers.fields()) {
    list.push_back({name, IsValidUtf8(value) ? value : PercentEncode(value)});
  }
  return list;
}

Json RequestToJson(const LoggedRequest& request) {
  Json json = {{"id", request.caller.request_id},
               {"time", FormatIso8601(request.time, 6)},
               {"service", request.record.service},
               {"operation", request.record.operation},
               {"account", request.caller.account},
               {"region", request.caller.region},
               {"method", request.method},
               {"target", request.target},
               {"status", request.status},
               {"error", OrNull(request.record.error)},
               {"fault", OrNull(request.record.fault.id)},
               {"duration_ms", static_cast<double>(request.duration.count()) / 1000},
               {"input", BodyToJson(request.input)},
               {"input_bytes", request.input.size},
               {"output", BodyToJson(request.output)},
               {"output_bytes", request.output.size}};
  return json;
}

struct Filter {
  std::string service, operation, account, region, error, before;
  std::optional<std::int64_t> status;
  std::size_t max = kUsualPage;

  [[nodiscard]] bool Fits(const LoggedRequest& request) const {
    const CallRecord& record = request.record;
    return OperationCatalog::IsService(service, record.service, record.service) &&
           (operation.empty() || MatchesGlob(operation, record.operation)) &&
           (error.empty() || MatchesGlob(error, record.error)) &&
           (account.empty() || account == request.caller.account) &&
           (region.empty() || region == request.caller.region) &&
           (!status || *status == request.status);
  }
};

ControlResult<Filter> ReadFilter(const ControlCall& call) {
  QueryReader reader(call.query);
  Filter filter;
  filter.service = reader.Text("service");
  filter.operation = reader.Text("operation");
  filter.account = reader.Text("account");
  filter.region = reader.Text("region");
  filter.error = reader.Text("error");
  filter.before = reader.Text("token");
  filter.status = TRY(reader.Integer("status", 100, 599));
  const auto max = TRY(reader.Integer("max", 1, kLargestPage));
  TRY(reader.Finish());
  filter.max = static_cast<std::size_t>(max.value_or(kUsualPage));
  return filter;
}

// Newest first. A token is the id of the last request of the page before.
Answer List(const RequestLog& log, const ControlCall& call) {
  const Filter filter = TRY(ReadFilter(call));
  auto next = log.requests().rbegin();
  if (!filter.before.empty()) {
    while (next != log.requests().rend() && next->caller.request_id != filter.before) ++next;
    if (next == log.requests().rend()) {
      return Fail(ControlError{400,
                               "token is \"" + filter.before +
                                   "\"; the request that it stands for is not kept any more.",
                               "token"});
    }
    ++next;
  }
  Json list = Json::array();
  Json token;
  for (; next != log.requests().rend(); ++next) {
    if (!filter.Fits(*next)) continue;
    if (list.size() == filter.max) {
      token = list.back()["id"];
      break;
    }
    list.push_back(RequestToJson(*next));
  }
  return ControlAnswer{.body = {{"requests", std::move(list)}, {"next_token", std::move(token)}}};
}

ControlResult<const LoggedRequest*> Find(const RequestLog& log, const ControlCall& call) {
  const std::string& id = call.labels.at("id");
  if (const LoggedRequest* request = log.Find(id)) return request;
  return Fail(ControlError{404, "There is no request '" + id + "' (any more).", "id"});
}

Answer Show(const RequestLog& log, const ControlCall& call) {
  const LoggedRequest* request = TRY(Find(log, call));
  Json json = RequestToJson(*request);
  json["headers"] = HeadersToJson(request->headers);
  json["output_headers"] = HeadersToJson(request->output_headers);
  return ControlAnswer{.body = std::move(json)};
}

ControlResult<LoggedRequest> FindToReplay(const RequestLog& log, const Replay& replay,
                                          const ControlCall& call) {
  const LoggedRequest* request = TRY(Find(log, call));
  if (!replay) {
    return Fail(ControlError{
        409, "Signatures are checked here, and what signed the request was not kept.", ""});
  }
  if (!request->input.bytes) {
    return Fail(ControlError{409,
                             "The request's body, " + std::to_string(request->input.size) +
                                 " bytes, was too large to be kept.",
                             ""});
  }
  return *request;
}

void Repeat(const RequestLog& log, const Replay& replay, const ControlCall& call,
            const ControlRespond& respond) {
  const ControlResult<LoggedRequest> request = FindToReplay(log, replay, call);
  if (!request) return respond(Fail(request.error()));
  replay(*request, [&log, respond](const std::string& id) {
    const LoggedRequest* repeated = log.Find(id);
    if (repeated != nullptr) return respond(ControlAnswer{.body = RequestToJson(*repeated)});
    respond(Fail(ControlError{500, "The repeated request was not logged.", ""}));
  });
}

}  // namespace

std::vector<Endpoint> RequestEndpoints(RequestLog& log, Replay replay) {
  return {
      MakeEndpoint("GET", "/_portside/requests", "ListRequests",
                   [&log](const ControlCall& call) { return List(log, call); }),
      MakeEndpoint("DELETE", "/_portside/requests", "ClearRequests",
                   [&log](const ControlCall&) -> Answer {
                     return ControlAnswer{.body = {{"cleared", log.Clear()}}};
                   }),
      MakeEndpoint("GET", "/_portside/requests/{id}", "GetRequest",
                   [&log](const ControlCall& call) { return Show(log, call); }),
      {"POST", "/_portside/requests/{id}/replay", "ReplayRequest",
       [&log, replay = std::move(replay)](const ControlCall& call, const ControlRespond& respond) {
         Repeat(log, replay, call, respond);
       }},
  };
}

}  // namespace portside
