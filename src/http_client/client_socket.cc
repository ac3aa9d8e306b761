// SPDX-License-Identifier: Apache-2.0

#include "http_client/client_socket.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace portside {
namespace {

std::string Describe(int error) { return std::generic_category().message(error); }

bool WouldBlock() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

ClientSocket::~ClientSocket() { Close(); }

void ClientSocket::Close() {
  if (tls_ != nullptr) tls_->SayEnd();
  tls_.reset();
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

Expected<void, std::string> ClientSocket::Connect(const std::string& host, std::uint16_t port,
                                                  Time time) {
  if (host != "localhost") return ConnectToAny(host, port, 0, time);
  // A container may have no resolver, not even for this name.
  Expected<void, std::string> result = ConnectToAny("127.0.0.1", port, AI_NUMERICHOST, time);
  if (!result && ConnectToAny("::1", port, AI_NUMERICHOST, time)) return {};
  return result;
}

Expected<void, std::string> ClientSocket::ConnectToAny(const std::string& host, std::uint16_t port,
                                                       int flags, Time time) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* list = nullptr;
  if (const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &list)) {
    return Fail(std::string(::gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(list, &::freeaddrinfo);
  Expected<void, std::string> result = Fail(std::string("the name has no address"));
  for (const addrinfo* address = list; address != nullptr; address = address->ai_next) {
    result = ConnectTo(*address, time);
    if (result) break;
  }
  return result;
}

Expected<void, std::string> ClientSocket::ConnectTo(const addrinfo& address, Time time) {
  Close();
  socket_ =
      ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol);
  if (socket_ < 0) return Fail(Describe(errno));
  if (::connect(socket_, address.ai_addr, address.ai_addrlen) == 0) return {};
  if (errno != EINPROGRESS) return Fail(Describe(errno));
  TRY(WaitFor(POLLOUT, time));
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) return Fail(Describe(error));
  return {};
}

Expected<TlsChannel::Progress, std::string> ClientSocket::Finish(
    const std::function<TlsChannel::Progress()>& call, Time time) const {
  while (true) {
    const TlsChannel::Progress progress = call();
    if (progress == TlsChannel::Progress::kFailed) return Fail(tls_->problem());
    if (progress == TlsChannel::Progress::kWantsRead) {
      TRY(WaitFor(POLLIN, time));
    } else if (progress == TlsChannel::Progress::kWantsWrite) {
      TRY(WaitFor(POLLOUT, time));
    } else {
      return progress;
    }
  }
}

Expected<void, std::string> ClientSocket::BeginTls(const ClientTls& tls, const std::string& host,
                                                   Time time) {
  tls_ = tls.Connect(socket_, host);
  const auto done = Finish([this] { return tls_->Handshake(); }, time);
  if (done) return {};
  // OpenSSL's word for an answer that is no TLS at all.
  const bool is_plain = done.error() == "wrong version number";
  return Fail(is_plain ? std::string("it does not speak TLS")
                       : "the TLS handshake failed: " + done.error());
}

Expected<void, std::string> ClientSocket::WaitFor(short event, Time time) const {
  pollfd waits[] = {{socket_, event, 0}, {cancelled_, POLLIN, 0}};
  int ready = 0;
  do {
    ready = ::poll(waits, std::size(waits), time == Time::zero() ? -1 : int(time.count()));
  } while (ready < 0 && errno == EINTR);
  if (ready < 0) return Fail(Describe(errno));
  if (ready == 0) {
    return Fail("nothing happened for " + std::to_string(time.count()) + " ms");
  }
  if (waits[1].revents != 0) return Fail(std::string("it was called off"));
  return {};
}

Expected<void, std::string> ClientSocket::Send(std::string_view bytes) {
  while (tls_ != nullptr && !bytes.empty()) {
    std::size_t sent = 0;
    TRY(Finish([&] { return tls_->Write(bytes, sent); }, pause_));
    bytes.remove_prefix(sent);
  }
  while (!bytes.empty()) {
    TRY(WaitFor(POLLOUT, pause_));
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR && !WouldBlock()) return Fail(Describe(errno));
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

Expected<std::size_t, std::string> ClientSocket::Receive(std::span<char> room) {
  if (tls_ != nullptr) {
    std::size_t count = 0;
    TRY(Finish([&] { return tls_->Read(room, count); }, pause_));
    return count;
  }
  while (true) {
    TRY(WaitFor(POLLIN, pause_));
    const ssize_t count = ::recv(socket_, room.data(), room.size(), 0);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR && !WouldBlock()) return Fail(Describe(errno));
  }
}

}  // namespace portside
