// SPDX-License-Identifier: Apache-2.0

#include "http_server/transport.h"

#include <cerrno>

namespace portside {

using Progress = TlsChannel::Progress;

void Transport::BeginTls(const ServerTls& tls, std::string_view first) {
  tls_ = tls.Accept(socket_, first);
}

int Transport::Handshake() {
  const Progress progress = tls_->Handshake();
  if (progress == Progress::kDone) return 1;
  return After(progress, 0) < 0 && errno == EAGAIN ? -1 : 0;
}

ssize_t Transport::ReceiveTls(std::span<char> room) {
  std::size_t count = 0;
  const Progress progress = tls_->Read(room, count);
  return progress == Progress::kEnded ? 0 : After(progress, count);
}

ssize_t Transport::SendTls(std::string_view bytes) {
  std::size_t count = 0;
  const Progress progress = tls_->Write(bytes, count);
  return After(progress, count);
}

ssize_t Transport::After(Progress progress, std::size_t count) {
  switch (progress) {
    case Progress::kDone: return static_cast<ssize_t>(count);
    case Progress::kWantsRead: wait_ = Wait::wait_read; break;
    case Progress::kWantsWrite: wait_ = Wait::wait_write; break;
    case Progress::kEnded:
    case Progress::kFailed: errno = ECONNRESET; return -1;
  }
  errno = EAGAIN;
  return -1;
}

}  // namespace portside
