// SPDX-License-Identifier: Apache-2.0
//
// HttpServer::Core: the acceptors, the set of connections and what they share.

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <unordered_map>
#include <vector>

#include "http_server/memory_budget.h"
#include "http_server/response_head.h"
#include "portside/http_server/http_server.h"

namespace portside {

class Connection;

class HttpServer::Core : public std::enable_shared_from_this<HttpServer::Core> {
 public:
  Core(boost::asio::io_context& context, RequestHandler& handler, ServerLimits server_limits);

  void Listen(const std::string& host, std::uint16_t port);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  void Start();
  void Drain(std::function<void()> done);
  void Shutdown();

  // For connections. Nobody may hold bytes in the scratch buffer from one turn to the next.
  boost::asio::io_context& context;
  RequestHandler& handler;
  const ServerLimits limits;
  MemoryBudget memory;
  std::shared_ptr<const ServerTls> tls;  // null: none is spoken
  HttpDateCache date;
  std::vector<char> scratch;
  [[nodiscard]] bool is_draining() const { return is_draining_; }
  [[nodiscard]] std::size_t connections() const { return connections_.size(); }
  void Remove(Connection& connection);
  void Hold() { is_held_ = true; }
  void Release();
  [[nodiscard]] bool is_held() const { return is_held_; }
  // Its GoOn is called at the release, unless it is gone by then.
  void AwaitRelease(std::weak_ptr<Connection> connection) {
    waiting_.push_back(std::move(connection));
  }

 private:
  using Acceptor = boost::asio::ip::tcp::acceptor;

  // On all of them and one port, or on none.
  bool TryToListen(const std::vector<boost::asio::ip::tcp::endpoint>& endpoints,
                   boost::system::error_code& error);
  void StopListening();
  void Accept(Acceptor& acceptor);
  void OnAccept(boost::asio::ip::tcp::socket socket);
  void RetryAcceptLater(Acceptor& acceptor);
  void SweepLater();
  void Sweep();
  void FinishDrain();
  [[nodiscard]] std::vector<std::shared_ptr<Connection>> AllConnections() const;

  // Closed, but not destroyed before the core: what waits for one refers to it.
  std::vector<std::unique_ptr<Acceptor>> acceptors_;
  // One timer for all: each connection has a deadline, and is looked at a few times per limit.
  boost::asio::steady_timer sweep_timer_;
  boost::asio::steady_timer drain_timer_;
  std::unordered_map<Connection*, std::shared_ptr<Connection>> connections_;
  std::function<void()> on_drained_;
  bool is_held_ = false;
  std::vector<std::weak_ptr<Connection>> waiting_;
  std::uint16_t port_ = 0;
  bool is_draining_ = false;
};

}  // namespace portside
