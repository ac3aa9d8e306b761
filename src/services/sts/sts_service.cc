// SPDX-License-Identifier: Apache-2.0

#include "portside/services/sts/sts_service.h"

#include <algorithm>

#include "portside/aws/arn.h"
#include "portside/base/limits.h"
#include "portside/http/uri.h"
#include "portside/services/core/collecting_exchange.h"

namespace portside {
namespace {

constexpr std::string_view kNamespace = "https://sts.amazonaws.com/doc/2011-06-15/";
constexpr std::string_view kVersion = "2011-06-15";

// The other operations of the API: known, and answered 501 by name.
constexpr std::string_view kUnserved[] = {
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "AssumeRoot",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetDelegatedAccessToken",
    "GetFederationToken",
    "GetSessionToken",
    "GetWebIdentityToken",
};

std::string EscapeXml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '&': escaped += "&amp;"; break;
      case '"': escaped += "&quot;"; break;
      default:
        // Control characters cannot stand in XML 1.0, not even escaped.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') escaped += c;
    }
  }
  return escaped;
}

HttpResponse XmlResponse(int status, const Caller& caller, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers.Add("Content-Type", "text/xml");
  response.headers.Add("x-amzn-RequestId", caller.request_id);
  response.body = std::move(body);
  return response;
}

HttpResponse ErrorResponse(int status, const Caller& caller, CallRecord& record,
                           std::string_view code, const std::string& message) {
  record.error = code;
  const std::string type = status < 500 ? "Sender" : "Receiver";
  return XmlResponse(status, caller,
                     "<ErrorResponse xmlns=\"" + std::string(kNamespace) +
                         "\">\n  <Error>\n    <Type>" + type + "</Type>\n    <Code>" +
                         std::string(code) + "</Code>\n    <Message>" + EscapeXml(message) +
                         "</Message>\n  </Error>\n  <RequestId>" + caller.request_id +
                         "</RequestId>\n</ErrorResponse>\n");
}

// Long-term credentials of an account's root user: the only identity that exists without IAM. Its
// UserId is the account id, as the real service answers for root.
HttpResponse GetCallerIdentity(const Caller& caller) {
  const std::string arn = MakeArn("iam", "", caller.account, "root");
  return XmlResponse(200, caller,
                     "<GetCallerIdentityResponse xmlns=\"" + std::string(kNamespace) +
                         "\">\n  <GetCallerIdentityResult>\n    <Arn>" + arn +
                         "</Arn>\n    <UserId>" + caller.account + "</UserId>\n    <Account>" +
                         caller.account +
                         "</Account>\n  </GetCallerIdentityResult>\n  <ResponseMetadata>\n    "
                         "<RequestId>" +
                         caller.request_id +
                         "</RequestId>\n  </ResponseMetadata>\n</GetCallerIdentityResponse>\n");
}

// The error that the gate wants, if any.
std::optional<HttpResponse> PassGate(CallGate* gate, const Caller& caller, CallRecord& record) {
  if (gate == nullptr) return std::nullopt;
  const CallFacts facts{.service = "sts",
                        .signing_name = "sts",
                        .operation = record.operation,
                        .caller = caller,
                        .resources = [] { return std::vector<std::string>(); }};
  const auto error = gate->Judge(facts, record);
  if (!error) return std::nullopt;
  return ErrorResponse(error->status, caller, record, error->code, error->message);
}

HttpResponse Answer(const HttpRequest& request, const Caller& caller, CallRecord& record,
                    CallGate* gate) {
  Query parameters = Query::Parse(request.RawQuery());
  // The form of a POST says it all; a query string is for GET.
  if (!parameters.Has("Action")) parameters = Query::Parse(request.body);
  const std::string action(parameters.Get("Action"));
  const std::string version(parameters.Get("Version"));
  if (action.empty()) {
    return ErrorResponse(400, caller, record, "MissingAction",
                         "The request must contain the parameter Action.");
  }
  const bool is_unserved =
      std::find(std::begin(kUnserved), std::end(kUnserved), action) != std::end(kUnserved);
  const bool is_known = action == "GetCallerIdentity" || is_unserved;
  if (is_known && (version.empty() || version == kVersion)) {
    record.operation = action;
    if (auto refusal = PassGate(gate, caller, record)) return std::move(*refusal);
    if (is_unserved) {
      return ErrorResponse(501, caller, record, "NotImplemented",
                           "sts." + action + " is not emulated by Portside.");
    }
    return GetCallerIdentity(caller);
  }
  return ErrorResponse(400, caller, record, "InvalidAction",
                       "Could not find operation " + action + " for version " +
                           (version.empty() ? "NO_VERSION_SPECIFIED" : version));
}

// Names of the common errors in the query protocol (AWS, "Common error types").
struct Renamed {
  std::string_view json;
  std::string_view query;
};
constexpr Renamed kRenamed[] = {
    {"InvalidSignatureException", "SignatureDoesNotMatch"},
    {"UnrecognizedClientException", "InvalidClientTokenId"},
    {"MissingAuthenticationTokenException", "MissingAuthenticationToken"},
    {"IncompleteSignatureException", "IncompleteSignature"},
};

}  // namespace

HttpResponse StsService::Refuse(const ServiceError& fault, const Caller& caller,
                                CallRecord& record) {
  std::string code = fault.code;
  for (const Renamed& name : kRenamed) {
    if (name.json == fault.code) code = name.query;
  }
  return ErrorResponse(fault.status, caller, record, code, fault.message);
}

std::vector<std::string_view> StsService::Operations() {
  std::vector<std::string_view> names(std::begin(kUnserved), std::end(kUnserved));
  names.emplace_back("GetCallerIdentity");
  return names;
}

std::unique_ptr<Exchange> StsService::Begin(HttpRequest request, Caller caller,
                                            CallRecord& record) {
  record.service = "sts";
  return std::make_unique<CollectingExchange>(std::move(request), limits::kJsonBodyBytes,
                                              [caller = std::move(caller), &record, gate = gate_](
                                                  HttpRequest& complete, const Respond& respond) {
                                                respond(Answer(complete, caller, record, gate));
                                              });
}

}  // namespace portside
