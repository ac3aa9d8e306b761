// SPDX-License-Identifier: Apache-2.0

#include "portside/http_server/http_server.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <stdexcept>

#include "http_server/connection.h"
#include "http_server/event_loop_impl.h"
#include "http_server/server_core.h"
#include "portside/base/log.h"

namespace portside {

using boost::asio::ip::tcp;
using boost::system::error_code;

HttpServer::Core::Core(boost::asio::io_context& io_context, RequestHandler& request_handler,
                       ServerLimits server_limits)
    : context(io_context),
      handler(request_handler),
      limits(server_limits),
      scratch(limits::kStreamChunkBytes),
      acceptor_(io_context),
      accept_timer_(io_context),
      sweep_timer_(io_context),
      drain_timer_(io_context) {}

void HttpServer::Core::Listen(const std::string& host, std::uint16_t port) {
  const auto require = [&](const error_code& error) {
    if (!error) return;
    const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
    throw std::runtime_error("cannot listen on " + shown + ":" + std::to_string(port) + ": " +
                             error.message());
  };
  error_code error;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(
      host, std::to_string(port), tcp::resolver::passive | tcp::resolver::numeric_service, error);
  require(error);
  const tcp::endpoint endpoint = *found.begin();
  acceptor_.open(endpoint.protocol(), error);
  require(error);
  // A restart must not wait for the old connections' TIME_WAIT.
  acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  require(error);
  acceptor_.bind(endpoint, error);
  require(error);
  acceptor_.listen(tcp::acceptor::max_listen_connections, error);
  require(error);
  port_ = acceptor_.local_endpoint().port();
}

void HttpServer::Core::Start() {
  Accept();
  SweepLater();
}

void HttpServer::Core::Accept() {
  acceptor_.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
    if (!self->acceptor_.is_open()) return;
    if (error == boost::system::errc::too_many_files_open ||
        error == boost::system::errc::too_many_files_open_in_system ||
        error == boost::asio::error::no_buffer_space) {
      log::Error("cannot accept a connection", {{"error", std::string_view(error.message())}});
      return self->RetryAcceptLater();
    }
    // Other errors are of the one connection, which was gone before it was accepted.
    if (!error) self->OnAccept(std::move(socket));
    self->Accept();
  });
}

void HttpServer::Core::RetryAcceptLater() {
  accept_timer_.expires_after(limits::kAcceptRetryTime);
  accept_timer_.async_wait([self = shared_from_this()](error_code error) {
    if (!error && self->acceptor_.is_open()) self->Accept();
  });
}

void HttpServer::Core::OnAccept(tcp::socket socket) {
  if (connections_.size() >= limits.connections) {
    log::Warn("too many connections, a new one is closed",
              {{"limit", static_cast<std::int64_t>(limits.connections)}});
    return;
  }
  auto connection = std::make_shared<Connection>(std::move(socket), shared_from_this());
  connections_.emplace(connection.get(), connection);
  connection->Start();
}

void HttpServer::Core::Remove(Connection& connection) {
  connections_.erase(&connection);
  if (is_draining_ && connections_.empty()) FinishDrain();
}

void HttpServer::Core::SweepLater() {
  using std::chrono::milliseconds;
  const milliseconds shortest =
      std::min({limits.header_read_time, limits.body_read_time, limits.idle_time, limits.write_time,
                limits.linger_time, limits.stream_idle_time});
  const milliseconds pause = std::clamp(shortest / 4, milliseconds{5}, milliseconds{1000});
  sweep_timer_.expires_after(pause);
  sweep_timer_.async_wait([self = shared_from_this()](error_code error) {
    if (error) return;
    self->Sweep();
    self->SweepLater();
  });
}

void HttpServer::Core::Sweep() {
  const auto now = Connection::Clock::now();
  // A copy: a connection that ends takes itself out of the map.
  for (const auto& connection : AllConnections()) connection->CheckDeadline(now);
}

std::vector<std::shared_ptr<Connection>> HttpServer::Core::AllConnections() const {
  std::vector<std::shared_ptr<Connection>> all;
  all.reserve(connections_.size());
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  return all;
}

void HttpServer::Core::Drain(std::function<void()> done) {
  if (is_draining_) return;
  is_draining_ = true;
  on_drained_ = std::move(done);
  error_code ignored;
  acceptor_.close(ignored);
  if (connections_.empty()) return FinishDrain();

  drain_timer_.expires_after(limits.drain_time);
  drain_timer_.async_wait([self = shared_from_this()](error_code error) {
    if (error) return;
    log::Warn("requests in flight did not finish in time",
              {{"connections", static_cast<std::int64_t>(self->connections_.size())}});
    for (const auto& connection : self->AllConnections()) connection->Close();
  });
  for (const auto& connection : AllConnections()) connection->EndForDrain();
}

void HttpServer::Core::FinishDrain() {
  drain_timer_.cancel();
  sweep_timer_.cancel();
  if (!on_drained_) return;
  boost::asio::post(context, std::exchange(on_drained_, nullptr));
}

void HttpServer::Core::Shutdown() {
  error_code ignored;
  acceptor_.close(ignored);
  accept_timer_.cancel();
  sweep_timer_.cancel();
  drain_timer_.cancel();
  on_drained_ = nullptr;
  for (const auto& connection : AllConnections()) connection->Close();
}

HttpServer::HttpServer(EventLoop& loop, RequestHandler& handler, const std::string& host,
                       std::uint16_t port, ServerLimits limits)
    : core_(std::make_shared<Core>(loop.impl().context, handler, limits)) {
  core_->Listen(host, port);
}

HttpServer::~HttpServer() { core_->Shutdown(); }

std::uint16_t HttpServer::port() const { return core_->port(); }
std::size_t HttpServer::open_connections() const { return core_->connections(); }
void HttpServer::Start() { core_->Start(); }
void HttpServer::Drain(std::function<void()> done) { core_->Drain(std::move(done)); }

}  // namespace portside
