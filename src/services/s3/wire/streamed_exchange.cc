// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/streamed_exchange.h"

#include <limits>

namespace portside::s3 {

bool StreamedExchange::Prepare() {
  if (!prepared_) {
    prepared_ = true;
    if (const S3Result<void> opened = Open(); !opened) error_ = opened.error();
  }
  return !error_;
}

HttpResponse StreamedExchange::ErrorAnswer() {
  HttpResponse response = ErrorResponse(call_, *error_);
  AddCommonHeaders(call_, response);
  return response;
}

std::optional<HttpResponse> StreamedExchange::EarlyResponse() {
  if (Prepare()) return std::nullopt;
  return ErrorAnswer();
}

std::uint64_t StreamedExchange::BodyLimit() const {
  return std::numeric_limits<std::uint64_t>::max();
}

bool StreamedExchange::Write(std::string_view piece) {
  if (!Prepare()) return false;
  if (const S3Result<void> taken = Take(piece); !taken) error_ = taken.error();
  return !error_;
}

void StreamedExchange::Finish(Respond respond) {
  if (!Prepare()) return respond(ErrorAnswer());
  S3Result<HttpResponse> response = Complete();
  if (!response) {
    error_ = response.error();
    return respond(ErrorAnswer());
  }
  AddCommonHeaders(call_, *response);
  respond(std::move(*response));
}

}  // namespace portside::s3
