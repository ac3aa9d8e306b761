// SPDX-License-Identifier: Apache-2.0
//
// LoggedExchange: wraps the exchange of a service, so that each request ends in one log line and
// carries its request id, and its answer leaves through the commit gate. Those who count or record
// requests are told there as well.

#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "portside/http/exchange.h"
#include "portside/server/commit_gate.h"
#include "portside/services/core/call_observer.h"

namespace portside {

// Runs a call on the core thread after a time of the machine's.
using After = std::function<void(std::chrono::milliseconds, std::function<void()>)>;

// What every answer goes through. All of it outlives every answer.
struct AnswerPath {
  CommitGate& gate;
  const std::vector<CallObserver*>& observers;  // told in their order
  const After& after;                           // of answers that a test wants late; null: none is
};

// Makes the answer of the front door in the form of the request's service, and notes its error.
// `method` and `caller`: of the request, as the exchange keeps them.
using RefuseCall =
    std::function<HttpResponse(int status, std::string_view reason, std::string_view method,
                               const Caller& caller, CallRecord& record)>;

class LoggedExchange final : public Exchange {
 public:
  // What the line and the observers need of the request, taken before the service has it.
  LoggedExchange(const HttpRequest& request, const Caller& caller, AnswerPath path,
                 RefuseCall refuse);
  ~LoggedExchange() override;

  // Where the service puts what the line says. Valid as long as this exchange.
  [[nodiscard]] CallRecord& record();
  void Wrap(std::unique_ptr<Exchange> inner) { inner_ = std::move(inner); }

  std::optional<HttpResponse> EarlyResponse() override;
  [[nodiscard]] std::uint64_t BodyLimit() const override { return inner_->BodyLimit(); }
  [[nodiscard]] std::size_t HeldBytes() const override;
  bool Write(std::string_view piece) override;
  void Finish(Respond respond) override;
  // The client sees this answer, and so does whoever reads the log.
  std::optional<HttpResponse> Refuse(int status, std::string_view reason) override;

 private:
  // Shared with a deferred answer, which may come after the client and this exchange are gone.
  struct Line;

  AnswerPath path_;
  std::shared_ptr<Line> line_;
  std::unique_ptr<Exchange> inner_;
};

}  // namespace portside
