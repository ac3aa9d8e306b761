// SPDX-License-Identifier: Apache-2.0

#include "server/refusal.h"

#include <string>
#include <utility>

#include "portside/base/json.h"
#include "portside/base/limits.h"
#include "portside/services/core/collecting_exchange.h"
#include "portside/services/sts/sts_service.h"

namespace portside {
namespace {

std::string_view CodeOf(int status) {
  switch (status) {
    case 403: return "AccessDeniedException";
    case 408: return "RequestTimeout";
    case 413: return "RequestEntityTooLarge";
    case 431: return "RequestHeaderSectionTooLarge";
    case 500: return "InternalFailure";
    case 503: return "ServiceUnavailable";
    default: return "BadRequest";
  }
}

}  // namespace

HttpResponse JsonError(const ServiceError& error) {
  HttpResponse response;
  response.status = error.status;
  response.headers.Add("Content-Type", "application/x-amz-json-1.1");
  response.headers.Add("x-amzn-ErrorType", error.code);
  Json body = {{"__type", error.code}};
  if (!error.message.empty()) body["message"] = error.message;
  response.body = DumpJson(body);
  return response;
}

ServiceError ErrorOfStatus(int status, std::string_view reason) {
  return {std::string(CodeOf(status)), status, std::string(reason)};
}

HttpResponse Refusal(ErrorFamily family, const ServiceError& error, const Caller& caller,
                     CallRecord& record) {
  record.error = error.code;
  if (family == ErrorFamily::kQuery) return StsService::Refuse(error, caller, record);
  return JsonError(error);
}

std::unique_ptr<Exchange> RefusingExchange(HttpRequest request, HttpResponse response) {
  return std::make_unique<CollectingExchange>(
      std::move(request), limits::kJsonBodyBytes,
      [response = std::move(response)](HttpRequest&, const Respond& respond) {
        respond(response);
      });
}

HttpResponse Refusal(ErrorFamily family, int status, std::string_view reason,
                     std::string_view method, const Caller& caller, CallRecord& record,
                     S3Service& s3) {
  if (family == ErrorFamily::kS3) return s3.Refuse(status, reason, method, caller, record);
  return Refusal(family, ErrorOfStatus(status, reason), caller, record);
}

}  // namespace portside
