// SPDX-License-Identifier: Apache-2.0
//
// Connection, the part that sends a stream: pieces are taken as they come, at any time, and wait in
// output_ until the socket takes them. A stream may be in the middle of a call when a piece comes,
// so nothing here destroys it but a step of the machine.

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "http_server/connection.h"
#include "portside/base/log.h"

namespace portside {

using boost::asio::ip::tcp;
using boost::system::error_code;

void Connection::StartStream(std::shared_ptr<BodyStream> stream) {
  stream_ = std::move(stream);
  is_stream_chunked_ = is_http_1_1_;
  has_stream_ended_ = false;
  is_stream_waiting_ = false;
  if (server_->is_draining()) return EndStream();
  stream_->Start([weak = weak_from_this(), request = request_](std::string_view piece) {
    if (const auto self = weak.lock()) self->OnPiece(request, piece);
  });
}

void Connection::OnPiece(std::uint64_t request, std::string_view piece) {
  if (request != request_ || stream_ == nullptr || has_stream_ended_) return;
  if (piece.empty()) {
    EndStream();
  } else if (is_stream_chunked_) {
    std::array<char, 16> size{};
    const auto end = std::to_chars(size.data(), size.data() + size.size(), piece.size(), 16).ptr;
    output_.Append(std::string_view(size.data(), end));
    output_.Append("\r\n");
    output_.Append(piece);
    output_.Append("\r\n");
  } else {
    output_.Append(piece);
  }
  share_.Set(output_.backlog());
  WakeStream();
}

void Connection::EndStream() {
  has_stream_ended_ = true;
  if (is_stream_chunked_) output_.Append("0\r\n\r\n");
}

// Less where memory is short: then whoever is behind goes first.
std::size_t Connection::MostBacklog() const {
  const std::size_t most = server_->limits.stream_backlog_bytes;
  return server_->memory.IsExhausted() ? most / 16 : most;
}

void Connection::WakeStream() {
  // A blocked socket goes on by itself once it is writable, unless it is to be cut off.
  const bool is_behind = output_.backlog() > MostBacklog();
  if (!is_stream_waiting_ || (state_ == State::kWrite && !is_behind)) return;
  is_stream_waiting_ = false;
  error_code ignored;
  socket_.cancel(ignored);
  Yield();
}

// The socket is full: whether its client may be waited for.
bool Connection::MayWaitWithStream() {
  is_stream_waiting_ = true;
  if (output_.backlog() <= MostBacklog() && !server_->is_draining()) return true;
  log::Warn("a client that does not take its stream is cut off",
            {{"remote", std::string_view(remote_)},
             {"backlog_bytes", static_cast<std::int64_t>(output_.backlog())}});
  Close();
  return false;
}

bool Connection::StepStream() {
  if (output_.backlog() > 0 || has_stream_ended_) {
    state_ = State::kWrite;
    return true;
  }
  std::vector<char>& scratch = server_->scratch;
  for (std::size_t taken = 0; taken < limits::kSocketBytesPerTurn;) {
    // Nothing is expected of this client any more: bytes are dropped, the end is heard.
    const ssize_t count = transport_.Receive(scratch);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      is_stream_waiting_ = true;
      WaitForSocket(tcp::socket::wait_read, server_->limits.stream_idle_time);
      return false;
    }
    if (count <= 0) {
      Close();
      return false;
    }
    taken += static_cast<std::size_t>(count);
  }
  is_stream_waiting_ = false;
  Yield();
  return false;
}

}  // namespace portside
