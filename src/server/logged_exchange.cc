// SPDX-License-Identifier: Apache-2.0

#include "server/logged_exchange.h"

#include <chrono>
#include <utility>

#include "portside/base/log.h"

namespace portside {
namespace {

constexpr std::string_view kRequestIdHeader = "x-amzn-RequestId";

// Paths in the log are a help for eyes, not a record.
constexpr std::size_t kLoggedPathBytes = 200;

}  // namespace

struct LoggedExchange::Line {
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::string request_id, method, path, account, region;
  CallRecord record;
  bool written = false;

  // Adds the request id to the response and writes the line.
  void Complete(HttpResponse& response);
  void Deliver(HttpResponse response, const Respond& respond) {
    Complete(response);
    respond(std::move(response));
  }
};

void LoggedExchange::Line::Complete(HttpResponse& response) {
  if (!response.headers.Has(kRequestIdHeader)) {
    response.headers.Add(std::string(kRequestIdHeader), request_id);
  }
  response.delivery = record.fault.delivery;
  response.cut_after = record.fault.cut_after;
  // Once, also where the answer comes after its client went away.
  if (std::exchange(written, true) || !log::Enabled(log::Level::kInfo)) return;
  const auto elapsed = std::chrono::steady_clock::now() - start;
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
  log::Info("request", {{"id", std::string_view(request_id)},
                        {"method", std::string_view(method)},
                        {"path", std::string_view(path)},
                        {"service", std::string_view(record.service)},
                        {"operation", std::string_view(record.operation)},
                        {"account", std::string_view(account)},
                        {"region", std::string_view(region)},
                        {"status", std::int64_t{response.status}},
                        {"error", std::string_view(record.error)},
                        {"us", std::int64_t{micros}}});
}

LoggedExchange::LoggedExchange(const HttpRequest& request, const Caller& caller, CommitGate& gate,
                               const After& after)
    : gate_(gate), after_(after), line_(std::make_shared<Line>()) {
  line_->request_id = caller.request_id;
  line_->method = request.method;
  line_->path = request.RawPath().substr(0, kLoggedPathBytes);
  line_->account = caller.account;
  line_->region = caller.region;
}

LoggedExchange::~LoggedExchange() {
  if (line_->written || !inner_) return;
  line_->record.error = "ClientDisconnected";
  HttpResponse none;
  none.status = 499;  // as the field logs a client that went away
  line_->Complete(none);
}

CallRecord& LoggedExchange::record() { return line_->record; }

std::optional<HttpResponse> LoggedExchange::EarlyResponse() {
  // An answer that is to be late is asked for again when the body is complete.
  if (line_->record.fault.delay.count() > 0) return std::nullopt;
  std::optional<HttpResponse> response = inner_->EarlyResponse();
  if (response) line_->Complete(*response);
  return response;
}

void LoggedExchange::Finish(Respond respond) {
  inner_->Finish([&gate = gate_, &after = after_, line = line_,
                  respond = std::move(respond)](HttpResponse response) {
    gate.Send(std::move(response), [&after, line, respond](HttpResponse sent) {
      const std::chrono::milliseconds delay = line->record.fault.delay;
      if (delay.count() == 0 || !after) return line->Deliver(std::move(sent), respond);
      after(delay, [line, respond, sent = std::move(sent)] { line->Deliver(sent, respond); });
    });
  });
}

}  // namespace portside
