// SPDX-License-Identifier: Apache-2.0
//
// ClientSocket: a TCP connection, with TLS over it where that is begun, whose every wait has an
// end: what it waits for, a time, or a descriptor that calls it off.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "portside/base/result.h"
#include "portside/tls/client_tls.h"

struct addrinfo;

namespace portside {

class ClientSocket {
 public:
  using Time = std::chrono::milliseconds;

  // `cancelled` is a descriptor that becomes readable when everything is to end.
  explicit ClientSocket(int cancelled) : cancelled_(cancelled) {}
  ~ClientSocket();
  ClientSocket(const ClientSocket&) = delete;
  ClientSocket& operator=(const ClientSocket&) = delete;

  // Tries the addresses of the host one after the other, each for `time`; no resolver is asked for
  // localhost. The error is a reason
  // without a subject, such as "Connection refused".
  Expected<void, std::string> Connect(const std::string& host, std::uint16_t port, Time time);
  // The server must prove to be `host`, within `time` for each pause.
  Expected<void, std::string> BeginTls(const ClientTls& tls, const std::string& host, Time time);
  // The longest pause of what follows; zero: for ever.
  void SetPause(Time pause) { pause_ = pause; }
  Expected<void, std::string> Send(std::string_view bytes);
  // How many bytes came, 0 at the end.
  Expected<std::size_t, std::string> Receive(std::span<char> room);

 private:
  Expected<void, std::string> ConnectToAny(const std::string& host, std::uint16_t port, int flags,
                                           Time time);
  Expected<void, std::string> ConnectTo(const addrinfo& address, Time time);
  Expected<void, std::string> WaitFor(short event, Time time) const;
  // Calls it until it need not wait for the socket.
  Expected<TlsChannel::Progress, std::string> Finish(
      const std::function<TlsChannel::Progress()>& call, Time time) const;
  void Close();

  int cancelled_;
  int socket_ = -1;
  std::unique_ptr<TlsChannel> tls_;  // null: plain
  Time pause_{};
};

}  // namespace portside
