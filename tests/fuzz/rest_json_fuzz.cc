// SPDX-License-Identifier: Apache-2.0
//
// Any request to the rest-json services: the first line is "METHOD target", the rest the body. What
// is read can be validated and written; what is not has an answer.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "portside/model/validation_message.h"
#include "portside/model/validator.h"
#include "portside/protocol/json_codec.h"
#include "portside/protocol/protocol.h"

namespace portside {
namespace {

struct Api {
  explicit Api(const char* name) : model(LoadEmbeddedModel(name)), protocol(MakeProtocol(*model)) {}
  std::unique_ptr<const ServiceModel> model;
  std::unique_ptr<Protocol> protocol;
};

void Require(bool condition) {
  if (!condition) std::abort();
}

void Send(const Api& api, const HttpRequest& request) {
  const auto match = api.protocol->Match(request);
  Require(match.has_value() == api.protocol->Offers(request));
  Result<Json> input = match ? api.protocol->ParseInput(*match, request) : Fail(match.error());
  if (!input) {
    const HttpResponse response = api.protocol->WriteError(input.error(), request);
    Require(response.status >= 400 && response.headers.Has("x-amzn-ErrorType"));
    Require(ParseJson(std::get<std::string>(response.body)).has_value());
    return;
  }
  const Shape* shape = match->operation->input;
  if (shape == nullptr) return;
  for (const auto& [name, value] : input->items()) Require(shape->FindMember(name) != nullptr);
  const auto violations = Validate(*shape, *input);
  if (!violations.empty()) Require(!ValidationMessage(violations).empty());
  std::string text;
  WriteJson(*shape, api.model->options(), *input, text);
  Require(ParseJson(text).has_value());
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const portside::Api apis[] = {portside::Api("sagemaker_geospatial"),
                                       portside::Api("personalize_events")};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = text.find('\n');
  const std::string_view head = text.substr(0, line);
  const std::size_t space = head.find(' ');
  if (line == std::string_view::npos || space == std::string_view::npos) return 0;

  portside::HttpRequest request;
  request.method = head.substr(0, space);
  request.target = head.substr(space + 1);
  request.body = text.substr(line + 1);
  for (const portside::Api& api : apis) portside::Send(api, request);
  return 0;
}
