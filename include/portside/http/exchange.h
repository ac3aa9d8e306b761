// SPDX-License-Identifier: Apache-2.0
//
// Exchange: one request being answered, between the socket and the program. The server calls
// RequestHandler::Begin when the header has arrived, then either answers at once or feeds the body
// in pieces and asks for the response. Everything runs on the core thread; nothing blocks on a
// socket.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "portside/http/message.h"

namespace portside {

// Called once, on the core thread, now or later.
using Respond = std::function<void(HttpResponse)>;

class Exchange {
 public:
  virtual ~Exchange() = default;

  // An answer that needs no body: sent instead of `100 Continue`, and the body is not read.
  virtual std::optional<HttpResponse> EarlyResponse() { return std::nullopt; }
  // The most bytes of body that this request may have (413 above).
  virtual std::uint64_t BodyLimit() const = 0;
  // How many bytes of the body it has in memory; what streams through it does not count.
  [[nodiscard]] virtual std::size_t HeldBytes() const { return 0; }
  // The next piece of the body. False: no more pieces are wanted; Finish tells why.
  virtual bool Write(std::string_view piece) = 0;
  // The body is complete (or Write said false).
  virtual void Finish(Respond respond) = 0;
  // The server's own answer in the place of the exchange's, in the form of what was asked: the body
  // breaks HTTP, a limit or a time (400, 413, 408), memory is short (503), or one of these
  // functions threw (500). Nothing: RequestHandler::Refuse has one.
  virtual std::optional<HttpResponse> Refuse(int /*status*/, std::string_view /*reason*/) {
    return std::nullopt;
  }
  // Destroyed without an answer: the client went away; what was begun is undone.
};

class RequestHandler {
 public:
  virtual ~RequestHandler() = default;
  // `request` has no body yet. Never null. Must not throw for anything a client sends.
  virtual std::unique_ptr<Exchange> Begin(HttpRequest request) = 0;
  // Whether it is answered when others have to wait or are refused: the server is held, or has no
  // memory left for more requests.
  [[nodiscard]] virtual bool IsUrgent(const HttpRequest& /*request*/) const { return false; }
  // The answer to bytes that are not HTTP, or that break a limit before Begin could be called:
  // status 400, 408, 431; 500 where Begin threw; 503 where there is no memory for it. `so_far`:
  // what was read of the request's head, which may be nothing.
  virtual HttpResponse Refuse(int status, std::string_view reason, const HttpRequest& so_far) = 0;
};

}  // namespace portside
