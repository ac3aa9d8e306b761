// SPDX-License-Identifier: Apache-2.0

#include "portside/protocol/rest_json.h"

#include <algorithm>
#include <utility>

#include "portside/protocol/json_codec.h"

namespace portside {
namespace {

constexpr std::string_view kContentType = "application/json";

// Path parameters never stand in a fixed path, so its text is the key.
std::string FixedKey(std::string_view method, std::string_view path) {
  std::string key(method);
  key += ' ';
  key += path;
  return key;
}

Result<Json> ReadQueryMember(const Member& member, const std::vector<std::string>& values) {
  if (member.shape->type != ShapeType::kList) {
    return ReadText(*member.shape, member.timestamp_format, values.front());
  }
  Json list = Json::array();
  for (const std::string& value : values) {
    list.push_back(TRY(ReadText(*member.shape->element, member.timestamp_format, value)));
  }
  return list;
}

// The front end counts the bytes of a payload before anything else is looked at, and names no error
// (SDKs show the status in its place).
Result<void> CheckLength(const Shape& payload, std::size_t length) {
  const auto& most = payload.constraints.max;
  if (payload.type != ShapeType::kBlob || !most || static_cast<double>(length) <= *most) return {};
  return Fail(ServiceError("413", 413,
                           "HTTP content length exceeded " +
                               std::to_string(static_cast<std::uint64_t>(*most)) + " bytes."));
}

}  // namespace

RestJson::RestJson(const ServiceModel& model) : model_(model) {
  for (const Operation& operation : model.operations()) {
    if (operation.uri.find('{') == std::string::npos) {
      fixed_.emplace(FixedKey(operation.method, operation.uri), &operation);
    } else {
      routes_.push_back({&operation, UriTemplate(operation.uri)});
    }
  }
  std::stable_sort(routes_.begin(), routes_.end(), [](const Route& a, const Route& b) {
    return a.uri.Specificity() > b.uri.Specificity();
  });
}

Result<OperationMatch> RestJson::Match(const HttpRequest& request) const {
  const std::string_view path = request.RawPath();
  const auto fixed = fixed_.find(FixedKey(request.method, path));
  if (fixed != fixed_.end()) return OperationMatch{fixed->second, {}};

  // Second, with ARNs that somebody typed with their slashes unescaped.
  for (const bool greedy_last : {false, true}) {
    for (const Route& route : routes_) {
      if (route.operation->method != request.method) continue;
      if (auto labels = route.uri.Match(path, greedy_last)) {
        return OperationMatch{route.operation, std::move(*labels)};
      }
    }
  }
  const bool path_is_known =
      std::any_of(model_.operations().begin(), model_.operations().end(),
                  [path](const Operation& operation) { return operation.uri == path; }) ||
      std::any_of(routes_.begin(), routes_.end(),
                  [path](const Route& route) { return route.uri.Match(path, true).has_value(); });
  return Fail(UnknownOperationException(path_is_known ? 405 : 404));
}

bool RestJson::Offers(const HttpRequest& request) const { return Match(request).has_value(); }

Result<Json> RestJson::ReadBody(const Shape& input, const HttpRequest& request) const {
  const bool in_body =
      std::any_of(input.members.begin(), input.members.end(),
                  [](const Member& member) { return member.location == Location::kBody; });
  // No Content-Type is asked for: people type requests with curl. Without members in the body, its
  // content is nobody's business.
  const Member* payload = input.payload;
  const bool is_raw = payload != nullptr && payload->shape->IsScalar();
  // A payload of no bytes is one where there must be one.
  if (!in_body || (request.body.empty() && !(is_raw && payload->required))) return Json::object();

  Json value = Json::object();
  if (is_raw) {
    TRY(CheckLength(*payload->shape, request.body.size()));
    value[payload->name] = request.body;
    return value;
  }
  std::optional<Json> body = ParseJson(request.body);
  if (!body || (!body->is_object() && !body->is_array())) return Fail(SerializationException(""));
  if (payload == nullptr) {
    TRY(ReadJsonBody(input, model_.options(), *body));
    return std::move(*body);
  }
  TRY(ReadJson(*payload->shape, model_.options(), *body));
  value[payload->name] = std::move(*body);
  return value;
}

Result<Json> RestJson::ParseInput(const OperationMatch& match, const HttpRequest& request) const {
  const Shape* input = match.operation->input;
  if (input == nullptr) return Json::object();
  Json value = TRY(ReadBody(*input, request));
  const Query query = Query::Parse(request.RawQuery());
  for (const Member& member : input->members) {
    if (member.location == Location::kBody) continue;
    std::vector<std::string> texts;
    if (member.location == Location::kUri) {
      const auto label = match.labels.find(member.wire_name);
      if (label != match.labels.end()) texts.push_back(label->second);
    } else if (member.location == Location::kQuery) {
      texts = query.All(member.wire_name);
    } else if (const auto header = request.headers.Find(member.wire_name)) {
      texts.emplace_back(*header);
    }
    if (texts.empty()) continue;
    value[member.name] = TRY(ReadQueryMember(member, texts));
  }
  return value;
}

void RestJson::WriteBody(const Operation& operation, const Json& output,
                         HttpResponse& response) const {
  const Member* payload = operation.output->payload;
  std::string body;
  if (payload == nullptr) {
    WriteJsonBody(*operation.output, model_.options(), output, body);
  } else if (const auto found = output.find(payload->name); found != output.end()) {
    if (payload->shape->IsScalar() && found->is_string()) {
      body = found->get_ref<const std::string&>();
      response.headers.Set("Content-Type", "application/octet-stream");
    } else {
      WriteJson(*payload->shape, model_.options(), *found, body);
    }
  }
  response.body = std::move(body);
}

HttpResponse RestJson::WriteOutput(const Operation& operation, const Json& output) const {
  HttpResponse response;
  response.status = operation.status;
  response.headers.Add("Content-Type", std::string(kContentType));
  // Recorded on PutEvents: without an output shape, the content type stands over an empty body.
  if (operation.output == nullptr || !output.is_object()) return response;
  WriteBody(operation, output, response);
  for (const Member& member : operation.output->members) {
    if (member.location != Location::kHeader) continue;
    const auto found = output.find(member.name);
    if (found == output.end() || found->is_null()) continue;
    response.headers.Set(member.wire_name,
                         WriteText(*member.shape, member.timestamp_format, *found));
  }
  return response;
}

HttpResponse RestJson::WriteError(const ServiceError& error, const HttpRequest&) const {
  HttpResponse response;
  response.status = error.status;
  response.headers.Add("Content-Type", std::string(kContentType));
  response.headers.Add("x-amzn-ErrorType", error.code);
  response.body = ErrorBody(model_.FindError(error.code), error, false);
  return response;
}

}  // namespace portside
