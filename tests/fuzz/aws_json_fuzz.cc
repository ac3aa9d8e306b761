// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the body of any awsJson operation that is served. Two bytes choose the service and
// the operation. What is read is of the model's types: it is read again as itself, and written.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "portside/model/validation_message.h"
#include "portside/model/validator.h"
#include "portside/protocol/json_codec.h"
#include "portside/protocol/protocol.h"

namespace portside {
namespace {

struct Api {
  explicit Api(const char* name) : model(LoadEmbeddedModel(name)), protocol(MakeProtocol(*model)) {
    for (const Operation& operation : model->operations()) {
      if (operation.served) served.push_back(&operation);
    }
  }
  std::unique_ptr<const ServiceModel> model;
  std::unique_ptr<Protocol> protocol;
  std::vector<const Operation*> served;
};

void Require(bool condition) {
  if (!condition) std::abort();
}

void Send(const Api& api, const Operation& operation, std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/";
  request.headers.Add("Content-Type", "application/x-amz-json-1.1");
  request.headers.Add("X-Amz-Target", api.model->QualifiedName(operation));
  request.body = std::move(body);

  const auto match = api.protocol->Match(request);
  Require(match && match->operation == &operation);
  const Result<Json> input = api.protocol->ParseInput(*match, request);
  if (!input) {
    const HttpResponse response = api.protocol->WriteError(input.error(), request);
    Require(response.status == 400 && ParseJson(std::get<std::string>(response.body)));
    return;
  }
  request.body = DumpJson(*input);
  const Result<Json> again = api.protocol->ParseInput(*match, request);
  Require(again && *again == *input);
  if (operation.input == nullptr) return;

  const auto violations = Validate(*operation.input, *input);
  Require(violations.size() <= limits::kViolations);
  if (!violations.empty()) Require(!ValidationMessage(violations).empty());
  std::string text;
  WriteJson(*operation.input, api.model->options(), *input, text);
  Require(ParseJson(text).has_value());
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const portside::Api apis[] = {portside::Api("glue"), portside::Api("personalize"),
                                       portside::Api("sagemaker")};
  if (size < 2) return 0;
  const portside::Api& api = apis[data[0] % std::size(apis)];
  const portside::Operation& operation = *api.served[data[1] % api.served.size()];
  portside::Send(api, operation, std::string(reinterpret_cast<const char*>(data) + 2, size - 2));
  return 0;
}
