// SPDX-License-Identifier: Apache-2.0

#include "portside/protocol/aws_json.h"

#include <algorithm>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/protocol/json_codec.h"

namespace portside {
namespace {

constexpr std::string_view kContentType = "application/x-amz-json-1.1";
constexpr std::string_view kPlainJson = "application/json";

std::string MediaType(const HttpRequest& request) {
  const std::string_view value = request.headers.Get("Content-Type");
  return ToLower(TrimSpace(value.substr(0, value.find(';'))));
}

HttpResponse Respond(int status, std::string_view content_type, std::string body) {
  HttpResponse response;
  response.status = status;
  if (!content_type.empty()) response.headers.Add("Content-Type", std::string(content_type));
  response.body = std::move(body);
  return response;
}

// The front end answers in XML where it cannot even tell that the client speaks JSON.
std::string XmlError(const ServiceError& error) {
  if (error.message.empty()) return "<" + error.code + "/>\n";
  return "<" + error.code + ">\n  <Message>" + error.message + "</Message>\n</" + error.code +
         ">\n";
}

// With plain application/json the front end speaks another, older dialect.
std::string WrappedError(const ServiceError& error) {
  return "{\"Output\":{\"__type\":\"com.amazon.coral.service#" + error.code +
         "\"},\"Version\":\"1.0\"}";
}

bool IsJsonObject(std::string_view body) {
  const std::optional<Json> document = ParseJson(body);
  return document && document->is_object();
}

}  // namespace

const Operation* AwsJson::Target(const HttpRequest& request) const {
  std::string_view target = request.headers.Get("X-Amz-Target");
  const std::string& prefix = model_.target_prefix();
  if (!target.starts_with(prefix)) return nullptr;
  target.remove_prefix(prefix.size());
  if (!target.starts_with('.')) return nullptr;
  return model_.FindOperation(target.substr(1));
}

bool AwsJson::Offers(const HttpRequest& request) const {
  return request.method == "POST" && Target(request) != nullptr;
}

// The order of these checks is that of AWS's front end (recorded on Kinesis, which has the same).
Result<OperationMatch> AwsJson::Match(const HttpRequest& request) const {
  const Operation* operation = Target(request);
  const std::string media_type = MediaType(request);
  const bool speaks_json = media_type == kContentType || media_type == kPlainJson;
  if (request.method != "POST" || (!speaks_json && operation == nullptr)) {
    return Fail(ServiceError("AccessDeniedException", 403,
                             "Unable to determine service/operation name to be authorized"));
  }
  if (!speaks_json) return Fail(UnknownOperationException(404));

  const bool broken_body = !request.body.empty() && !IsJsonObject(request.body);
  // An operation that is known is left to ParseInput, which parses the body anyway.
  if (broken_body && (operation == nullptr || media_type == kPlainJson)) {
    return Fail(SerializationException(""));
  }
  if (media_type == kPlainJson) return Fail(UnknownOperationException(404));
  if (operation == nullptr) return Fail(UnknownOperationException(400));
  return OperationMatch{operation, {}};
}

Result<Json> AwsJson::ParseInput(const OperationMatch& match, const HttpRequest& request) const {
  std::optional<Json> body = ParseJson(request.body);
  // Measured: no message for what is no JSON, for an empty body and for a bare scalar; but the
  // message of a type error for a list.
  if (!body || (!body->is_object() && !body->is_array())) return Fail(SerializationException(""));
  if (body->is_array()) {
    return Fail(SerializationException("Start of list found where not expected"));
  }
  if (match.operation->input == nullptr) return Json::object();
  TRY(ReadJsonBody(*match.operation->input, model_.options(), *body));
  return std::move(*body);
}

HttpResponse AwsJson::WriteOutput(const Operation& operation, const Json& output) const {
  std::string body;
  // An operation without an output shape answers with nothing, one with an empty shape with `{}`.
  if (operation.output != nullptr) {
    WriteJsonBody(*operation.output, model_.options(), output, body);
  }
  return Respond(operation.status, kContentType, std::move(body));
}

// An error of the front end has its form also where some other operation of the API models one of
// the same name.
const Shape* AwsJson::ShapeOf(const ServiceError& error, const HttpRequest& request) const {
  constexpr std::string_view kFrontEnd[] = {
      "AccessDeniedException",     "InternalFailure",     "NotImplementedException",
      "SerializationException",    "ServiceUnavailable",  "ThrottlingException",
      "UnknownOperationException", "ValidationException",
  };
  const Shape* shape = model_.FindError(error.code);
  if (std::find(std::begin(kFrontEnd), std::end(kFrontEnd), error.code) == std::end(kFrontEnd)) {
    return shape;
  }
  const Operation* operation = Target(request);
  const bool is_modelled =
      operation != nullptr &&
      std::any_of(operation->errors.begin(), operation->errors.end(),
                  [&error](const LazyShape& one) { return one.name() == error.code; });
  return is_modelled ? shape : nullptr;
}

HttpResponse AwsJson::WriteError(const ServiceError& error, const HttpRequest& request) const {
  const std::string media_type = MediaType(request);
  if (request.method != "POST" || (media_type != kContentType && media_type != kPlainJson)) {
    return Respond(error.status, "", XmlError(error));
  }
  if (media_type == kPlainJson) return Respond(error.status, kPlainJson, WrappedError(error));
  return Respond(error.status, kContentType, ErrorBody(ShapeOf(error, request), error, true));
}

}  // namespace portside
