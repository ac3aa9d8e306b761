// SPDX-License-Identifier: Apache-2.0
//
// ClientSocket: a TCP connection whose every wait has an end: what it waits for, a time, or a
// descriptor that calls it off.

#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "portside/base/result.h"

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

  // Tries the addresses of the host one after the other, each for `time`. The error is a reason
  // without a subject, such as "Connection refused".
  Expected<void, std::string> Connect(const std::string& host, std::uint16_t port, Time time);
  // The longest pause of what follows; zero: for ever.
  void SetPause(Time pause) { pause_ = pause; }
  Expected<void, std::string> Send(std::string_view bytes);
  // How many bytes came, 0 at the end.
  Expected<std::size_t, std::string> Receive(std::span<char> room);

 private:
  Expected<void, std::string> ConnectTo(const addrinfo& address, Time time);
  Expected<void, std::string> WaitFor(short event, Time time) const;
  void Close();

  int cancelled_;
  int socket_ = -1;
  Time pause_{};
};

}  // namespace portside
