// SPDX-License-Identifier: Apache-2.0
//
// Connection, the part that is TLS's own: how it begins, and waiting for a request beneath it.

#include <cerrno>

#include "http_server/connection.h"
#include "portside/base/log.h"

namespace portside {

void Connection::OnFirstByte() {
  constexpr char kTlsHandshake = 0x16;  // no letter of a method
  is_new_ = false;
  if (buffer_.View().front() != kTlsHandshake) return;
  if (server_->tls == nullptr) {
    return Refuse(400, "The client speaks TLS, for which this server was not started (--tls).");
  }
  transport_.BeginTls(*server_->tls, buffer_.View());
  buffer_.Clear();
  state_ = State::kHandshake;
  SetDeadline(server_->limits.header_read_time);
}

bool Connection::StepHandshake() {
  const int done = transport_.Handshake();
  if (done < 0) {
    WaitForSocket(Transport::Wait::wait_read);
    return false;
  }
  if (done == 0) {
    log::Info("a TLS handshake failed",
              {{"remote", std::string_view(remote_)}, {"reason", transport_.problem()}});
    Close();
    return false;
  }
  state_ = State::kHead;
  return true;
}

bool Connection::WaitForHeadOverTls(std::span<char> room) {
  // TLS may hold what the socket does not show.
  const ssize_t count = transport_.Receive(room);
  if (count < 0 && errno == EAGAIN) {
    WaitForSocket(Transport::Wait::wait_read);
    return false;
  }
  if (count > 0) {
    buffer_.Commit(static_cast<std::size_t>(count));
    // As if it were a request, lest a client that sends on and on be the only one.
    ++requests_this_turn_;
  } else {
    Close();
  }
  return true;
}

}  // namespace portside
