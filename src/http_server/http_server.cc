// SPDX-License-Identifier: Apache-2.0

#include "portside/http_server/http_server.h"

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
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
      memory(server_limits.request_bytes),
      scratch(limits::kStreamChunkBytes),
      sweep_timer_(io_context),
      drain_timer_(io_context) {}

namespace {

// "localhost" is both, for a client takes the one or the other; no resolver is asked for it.
std::vector<tcp::endpoint> EndpointsOf(boost::asio::io_context& context, const std::string& host,
                                       std::uint16_t port, error_code& error) {
  if (host == "localhost") {
    return {{boost::asio::ip::address_v4::loopback(), port},
            {boost::asio::ip::address_v6::loopback(), port}};
  }
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(
      host, std::to_string(port), tcp::resolver::passive | tcp::resolver::numeric_service, error);
  if (error) return {};
  return {*found.begin()};
}

void Open(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, error_code& error) {
  acceptor.open(endpoint.protocol(), error);
  // A restart must not wait for the old connections' TIME_WAIT.
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  // Of the one address, not of every family.
  if (!error && endpoint.protocol() == tcp::v6() && endpoint.address().is_loopback()) {
    acceptor.set_option(boost::asio::ip::v6_only(true), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  error_code ignored;
  if (error) acceptor.close(ignored);
}

// A machine without that family.
bool HasNoSuchAddress(const error_code& error) {
  return error == boost::system::errc::address_family_not_supported ||
         error == boost::system::errc::address_not_available;
}

}  // namespace

bool HttpServer::Core::TryToListen(const std::vector<tcp::endpoint>& endpoints, error_code& error) {
  acceptors_.clear();
  for (tcp::endpoint endpoint : endpoints) {
    if (endpoint.port() == 0) endpoint.port(port_);  // the free one that the first has taken
    auto acceptor = std::make_unique<tcp::acceptor>(context);
    Open(*acceptor, endpoint, error);
    if (error && !acceptors_.empty() && HasNoSuchAddress(error)) continue;
    if (error) return false;
    port_ = acceptor->local_endpoint().port();
    acceptors_.push_back(std::move(acceptor));
  }
  error.clear();
  return true;
}

void HttpServer::Core::Listen(const std::string& host, std::uint16_t port) {
  error_code error;
  const std::vector<tcp::endpoint> endpoints = EndpointsOf(context, host, port, error);
  // A free port of one address may be taken at the other.
  for (int tries = port == 0 ? 20 : 1; tries > 0 && !error; --tries) {
    port_ = 0;
    if (TryToListen(endpoints, error)) return;
    if (tries > 1 && error == boost::system::errc::address_in_use) error.clear();
  }
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  throw std::runtime_error("cannot listen on " + shown + ":" + std::to_string(port) + ": " +
                           error.message());
}

void HttpServer::Core::Start() {
  for (const auto& acceptor : acceptors_) Accept(*acceptor);
  SweepLater();
}

void HttpServer::Core::Accept(tcp::acceptor& acceptor) {
  acceptor.async_accept(
      [self = shared_from_this(), &acceptor](error_code error, tcp::socket socket) {
        if (!acceptor.is_open()) return;
        if (error == boost::system::errc::too_many_files_open ||
            error == boost::system::errc::too_many_files_open_in_system ||
            error == boost::asio::error::no_buffer_space) {
          log::Error("cannot accept a connection", {{"error", std::string_view(error.message())}});
          return self->RetryAcceptLater(acceptor);
        }
        // Other errors are of the one connection, which was gone before it was accepted.
        if (!error) self->OnAccept(std::move(socket));
        self->Accept(acceptor);
      });
}

void HttpServer::Core::RetryAcceptLater(tcp::acceptor& acceptor) {
  auto timer = std::make_shared<boost::asio::steady_timer>(context, limits::kAcceptRetryTime);
  timer->async_wait([self = shared_from_this(), &acceptor, timer](error_code error) {
    if (!error && acceptor.is_open()) self->Accept(acceptor);
  });
}

void HttpServer::Core::StopListening() {
  error_code ignored;
  for (const auto& acceptor : acceptors_) acceptor->close(ignored);
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
  StopListening();
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

void HttpServer::Core::Release() {
  is_held_ = false;
  for (const auto& weak : std::exchange(waiting_, {})) {
    if (const auto connection = weak.lock()) connection->GoOn();
  }
}

void HttpServer::Core::FinishDrain() {
  drain_timer_.cancel();
  sweep_timer_.cancel();
  if (!on_drained_) return;
  boost::asio::post(context, std::exchange(on_drained_, nullptr));
}

void HttpServer::Core::Shutdown() {
  StopListening();
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
void HttpServer::UseTls(std::shared_ptr<const ServerTls> tls) { core_->tls = std::move(tls); }
void HttpServer::Start() { core_->Start(); }
void HttpServer::Hold() { core_->Hold(); }
void HttpServer::Release() { core_->Release(); }
void HttpServer::Drain(std::function<void()> done) { core_->Drain(std::move(done)); }

}  // namespace portside
