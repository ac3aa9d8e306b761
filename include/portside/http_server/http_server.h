// SPDX-License-Identifier: Apache-2.0
//
// HttpServer: HTTP/1.1 and 1.0 on one address, for one RequestHandler, plain and, with a
// certificate, over TLS on the same port: the first byte of a connection decides. Keeps connections
// alive, takes pipelined requests, streams bodies to the handler's Exchange piece by piece, sends
// file bodies with sendfile(2), and keeps every bound of ServerLimits. Everything runs on the
// loop's thread.
//
// What the handler may rely on:
//  - Bytes that are not HTTP, or whose framing is ambiguous (two lengths, a length beside
//    Transfer-Encoding), never reach Begin; Refuse makes the answer and the connection ends.
//  - `Expect: 100-continue`: EarlyResponse is asked before anything is sent. Its answer closes the
//    connection, because nobody can know whether the client will still send the body.
//  - Requests whose bodies or answers would take more memory than there is for all of them
//    together are refused with 503 and Retry-After, but for urgent ones without a body.
//  - An exception out of the handler is logged and answered with Refuse(500).
//  - A body that is a BodyStream is sent as it comes (chunked, or until the end of the connection
//  for
//    HTTP/1.0), and its connection ends after it. It is destroyed when its client goes away or does
//    not take what is sent, and at Drain.
//  - Respond may be called at any later time, also after the client went away, and only the first
//    call counts. An Exchange can be destroyed between Finish and Respond (the client went away,
//    the server was stopped): deferred work must not keep a pointer to it.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "portside/base/limits.h"
#include "portside/http/exchange.h"
#include "portside/http_server/event_loop.h"
#include "portside/tls/server_tls.h"

namespace portside {

// base/limits.h gives each one's reason.
struct ServerLimits {
  std::size_t header_bytes = limits::kHeaderBytes;
  std::size_t connections = limits::kConnections;
  std::chrono::milliseconds header_read_time = limits::kHeaderReadTime;
  std::chrono::milliseconds body_read_time = limits::kBodyReadTime;
  std::chrono::milliseconds idle_time = limits::kIdleTime;
  std::chrono::milliseconds write_time = limits::kWriteTime;
  std::chrono::milliseconds linger_time = limits::kLingerTime;
  std::chrono::milliseconds drain_time = limits::kDrainTime;
  std::chrono::milliseconds stream_idle_time = limits::kStreamIdleTime;
  std::size_t stream_backlog_bytes = limits::kStreamBacklogBytes;
  std::size_t request_bytes = limits::kRequestBytes;
};

class HttpServer {
 public:
  // Listens at once (connections queue until Start). "localhost" is 127.0.0.1 and, where the
  // machine has that, ::1, on one port. Port 0 takes a free one. Throws std::runtime_error "cannot
  // listen on 127.0.0.1:4566: Address already in use".
  HttpServer(EventLoop& loop, RequestHandler& handler, const std::string& host, std::uint16_t port,
             ServerLimits limits = {});
  // Ends every connection.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t open_connections() const;

  // Connections that begin as TLS does are TLS from now on; others stay as they are. Those that are
  // under way go on with the certificate that they began with.
  void UseTls(std::shared_ptr<const ServerTls> tls);
  void Start();
  // Stops accepting, closes idle connections, ends streams, lets requests in flight finish for
  // ServerLimits::drain_time at most, then calls `done`, once.
  void Drain(std::function<void()> done);

  // From Hold to Release a request waits before the handler is told of it, and one whose body is on
  // its way waits with that, but for those that are urgent (RequestHandler::IsUrgent). Nobody's
  // time runs out meanwhile; answers and streams that are on their way go on.
  void Hold();
  void Release();

  // For this layer's own files (src/http_server/server_core.h).
  class Core;

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace portside
