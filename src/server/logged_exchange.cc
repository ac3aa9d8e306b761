// SPDX-License-Identifier: Apache-2.0

#include "server/logged_exchange.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "portside/base/limits.h"
#include "portside/base/log.h"

namespace portside {
namespace {

constexpr std::string_view kRequestIdHeader = "x-amzn-RequestId";
constexpr std::string_view kS3RequestIdHeader = "x-amz-request-id";

// Paths in the log are a help for eyes, not a record.
constexpr std::size_t kLoggedPathBytes = 200;

}  // namespace

struct LoggedExchange::Line {
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::string method, target;
  Headers headers;  // of the request, where an observer wants them
  Caller caller;
  RefuseCall refuse;
  std::string body;  // as far as one wants it
  std::uint64_t body_size = 0;
  bool keeps_body = false;
  const std::vector<CallObserver*>* observers = nullptr;
  CallRecord record;
  bool written = false;

  HttpResponse Refuse(int status, std::string_view reason) {
    return refuse(status, reason, method, caller, record);
  }
  // Adds the request id to the response, tells the observers and writes the line.
  void Complete(HttpResponse& response);
  void Deliver(HttpResponse response, const Respond& respond) {
    Complete(response);
    respond(std::move(response));
  }
  void Write(const HttpResponse& response, std::chrono::microseconds duration) const;
};

void LoggedExchange::Line::Complete(HttpResponse& response) {
  if (!response.headers.Has(kRequestIdHeader) && !response.headers.Has(kS3RequestIdHeader)) {
    response.headers.Add(std::string(kRequestIdHeader), caller.request_id);
  }
  response.delivery = record.fault.delivery;
  response.cut_after = record.fault.cut_after;
  // Once, also where the answer comes after its client went away.
  if (std::exchange(written, true)) return;
  const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
  for (CallObserver* observer : *observers) {
    observer->Ended({.method = method,
                     .target = target,
                     .headers = headers,
                     .body = body,
                     .body_size = body_size,
                     .caller = caller,
                     .record = record,
                     .response = response,
                     .duration = duration});
  }
  if (log::Enabled(log::Level::kInfo)) Write(response, duration);
}

void LoggedExchange::Line::Write(const HttpResponse& response,
                                 std::chrono::microseconds duration) const {
  const std::string_view path = std::string_view(target).substr(0, target.find('?'));
  log::Info("request", {{"id", std::string_view(caller.request_id)},
                        {"method", std::string_view(method)},
                        {"path", path.substr(0, kLoggedPathBytes)},
                        {"service", std::string_view(record.service)},
                        {"operation", std::string_view(record.operation)},
                        {"account", std::string_view(caller.account)},
                        {"region", std::string_view(caller.region)},
                        {"status", std::int64_t{response.status}},
                        {"error", std::string_view(record.error)},
                        {"us", std::int64_t{duration.count()}}});
}

LoggedExchange::LoggedExchange(const HttpRequest& request, const Caller& caller, AnswerPath path,
                               RefuseCall refuse)
    : path_(path), line_(std::make_shared<Line>()) {
  line_->method = request.method;
  line_->target = request.target;
  line_->caller = caller;
  line_->refuse = std::move(refuse);
  line_->observers = &path_.observers;
  if (std::any_of(path_.observers.begin(), path_.observers.end(),
                  [](const CallObserver* observer) { return observer->WantsRequest(); })) {
    line_->headers = request.headers;
    line_->keeps_body = true;
  }
}

LoggedExchange::~LoggedExchange() {
  if (line_->written || !inner_) return;
  line_->record.error = "ClientDisconnected";
  HttpResponse none;
  none.status = 499;  // as the field logs a client that went away
  line_->Complete(none);
}

CallRecord& LoggedExchange::record() { return line_->record; }

std::size_t LoggedExchange::HeldBytes() const { return inner_->HeldBytes() + line_->body.size(); }

bool LoggedExchange::Write(std::string_view piece) {
  line_->body_size += piece.size();
  if (line_->keeps_body && line_->body_size <= limits::kKeptBodyBytes) {
    line_->body += piece;
  } else if (line_->keeps_body) {
    line_->keeps_body = false;
    line_->body = std::string();
  }
  return inner_->Write(piece);
}

std::optional<HttpResponse> LoggedExchange::EarlyResponse() {
  // An answer that is to be late is asked for again when the body is complete.
  if (line_->record.fault.delay.count() > 0) return std::nullopt;
  std::optional<HttpResponse> response = inner_->EarlyResponse();
  if (response) line_->Complete(*response);
  return response;
}

void LoggedExchange::Finish(Respond respond) {
  inner_->Finish([path = path_, line = line_, respond = std::move(respond)](HttpResponse response) {
    path.gate.Send(
        std::move(response),
        [path, line, respond](HttpResponse sent) {
          const std::chrono::milliseconds delay = line->record.fault.delay;
          if (delay.count() == 0 || !path.after) return line->Deliver(std::move(sent), respond);
          path.after(delay,
                     [line, respond, sent = std::move(sent)] { line->Deliver(sent, respond); });
        },
        [line](int status, std::string_view reason) { return line->Refuse(status, reason); });
  });
}

std::optional<HttpResponse> LoggedExchange::Refuse(int status, std::string_view reason) {
  HttpResponse response = line_->Refuse(status, reason);
  line_->Complete(response);
  return response;
}

}  // namespace portside
