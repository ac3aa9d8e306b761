// SPDX-License-Identifier: Apache-2.0
//
// Transport: how a connection's bytes come and go: as they are, or through TLS once that has begun.
// Calls never wait; they speak as recv(2) and send(2) do, with EAGAIN where the socket must be
// waited for.

#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "portside/tls/server_tls.h"

namespace portside {

class Transport {
 public:
  using Wait = boost::asio::ip::tcp::socket::wait_type;

  // The socket stays its owner's.
  explicit Transport(int socket) : socket_(socket) {}

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] bool is_tls() const { return tls_ != nullptr; }

  // From here on the bytes are TLS's; `first` was read before.
  void BeginTls(const ServerTls& tls, std::string_view first);
  // 1: done; 0: it has failed, for problem(); -1 with EAGAIN: the socket must be waited for.
  int Handshake();
  [[nodiscard]] const std::string& problem() const { return tls_->problem(); }

  // How many bytes came; 0: no more will.
  ssize_t Receive(std::span<char> room) {
    return tls_ == nullptr ? ::recv(socket_, room.data(), room.size(), 0) : ReceiveTls(room);
  }
  // How many bytes were taken: over TLS no more than one record. After EAGAIN the same bytes must
  // be sent again; more may follow them.
  ssize_t Send(std::string_view bytes) {
    return tls_ == nullptr
               ? ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT)
               : SendTls(bytes);
  }
  // What to wait for after EAGAIN: TLS may have to write before it can read, and the reverse.
  [[nodiscard]] Wait WaitAfter(Wait usual) const { return tls_ == nullptr ? usual : wait_; }
  // Tells a client of TLS that nothing follows, unless the socket is full.
  void SayEnd() {
    if (tls_ != nullptr) tls_->SayEnd();
  }
  // Nothing is said or heard any more, not even the end.
  void DropTls() { tls_.reset(); }

 private:
  ssize_t ReceiveTls(std::span<char> room);
  ssize_t SendTls(std::string_view bytes);
  ssize_t After(TlsChannel::Progress progress, std::size_t count);

  int socket_;
  std::unique_ptr<TlsChannel> tls_;
  Wait wait_ = Wait::wait_read;
};

}  // namespace portside
