// SPDX-License-Identifier: Apache-2.0

#include "portside/tls/tls_channel.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "tls/openssl.h"

namespace portside {

// The socket as OpenSSL sees it. Its own kind of BIO, because OpenSSL's cannot begin with bytes
// that were read before, and raises SIGPIPE.
struct TlsChannel::Wire {
  int socket;
  std::string first;  // not given yet
  bool has_ended = false;
  bool has_sent = false;

  int Read(BIO* bio, char* room, int size) {
    BIO_clear_retry_flags(bio);
    if (!first.empty()) {
      const std::size_t count = std::min<std::size_t>(first.size(), size);
      std::memcpy(room, first.data(), count);
      first.erase(0, count);
      if (first.empty()) first = std::string();
      return static_cast<int>(count);
    }
    ssize_t count = 0;
    do {
      count = ::recv(socket, room, static_cast<std::size_t>(size), 0);
    } while (count < 0 && errno == EINTR);
    if (count == 0) has_ended = true;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(bio);
    return static_cast<int>(count);
  }

  int Write(BIO* bio, const char* bytes, int size) {
    BIO_clear_retry_flags(bio);
    ssize_t count = 0;
    do {
      count = ::send(socket, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(bio);
    if (count > 0) has_sent = true;
    return static_cast<int>(count);
  }

  static Wire* Of(BIO* bio) { return static_cast<Wire*>(BIO_get_data(bio)); }
  static long Control(BIO* bio, int command, long, void*) {
    if (command == BIO_CTRL_EOF) return Of(bio)->has_ended ? 1 : 0;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
  }
  static const BIO_METHOD* Method() {
    static BIO_METHOD* const method = [] {
      BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
      tls::Require(made != nullptr, "a new BIO");
      BIO_meth_set_create(made, [](BIO* bio) {
        BIO_set_init(bio, 1);
        return 1;
      });
      BIO_meth_set_read(
          made, [](BIO* bio, char* room, int size) { return Of(bio)->Read(bio, room, size); });
      BIO_meth_set_write(made, [](BIO* bio, const char* bytes, int size) {
        return Of(bio)->Write(bio, bytes, size);
      });
      BIO_meth_set_ctrl(made, &Control);
      return made;
    }();
    return method;
  }
};

void TlsChannel::Free::operator()(ssl_st* ssl) const { SSL_free(ssl); }

TlsChannel::TlsChannel(ssl_ctx_st* context, Side side, int socket, std::string_view first)
    : wire_(std::make_unique<Wire>(Wire{.socket = socket, .first = std::string(first)})),
      ssl_(SSL_new(context)) {
  BIO* bio = BIO_new(Wire::Method());
  tls::Require(ssl_ != nullptr && bio != nullptr, "a new connection");
  BIO_set_data(bio, wire_.get());
  SSL_set_bio(ssl_.get(), bio, bio);
  if (side == Side::kServer) {
    SSL_set_accept_state(ssl_.get());
  } else {
    SSL_set_connect_state(ssl_.get());
  }
}

TlsChannel::~TlsChannel() = default;

void TlsChannel::ExpectName(const std::string& host) {
  in6_addr address{};
  const bool is_address = ::inet_pton(AF_INET, host.c_str(), &address) == 1 ||
                          ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
  if (is_address) {
    tls::Require(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), host.c_str()) == 1,
                 "an address to expect");
    return;
  }
  tls::Require(SSL_set1_host(ssl_.get(), host.c_str()) == 1, "a name to expect");
  SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  tls::Require(SSL_set_tlsext_host_name(ssl_.get(), host.c_str()) == 1, "a name to ask for");
}

TlsChannel::Progress TlsChannel::Handshake() {
  if (is_broken_) return Progress::kFailed;
  ERR_clear_error();
  errno = 0;
  const int result = SSL_do_handshake(ssl_.get());
  const Progress progress = After(result, errno);
  if (progress == Progress::kDone) is_open_ = true;
  if (progress != Progress::kFailed || wire_->has_sent || wire_->has_ended) return progress;
  // OpenSSL leaves some of what is no TLS at all without an answer.
  constexpr unsigned char kDecodeError[] = {0x15, 3, 3, 0, 2, 2, 50};
  [[maybe_unused]] const ssize_t sent =
      ::send(wire_->socket, kDecodeError, sizeof kDecodeError, MSG_NOSIGNAL | MSG_DONTWAIT);
  return progress;
}

TlsChannel::Progress TlsChannel::Read(std::span<char> room, std::size_t& count) {
  count = 0;
  if (is_broken_) return Progress::kFailed;
  ERR_clear_error();
  errno = 0;
  return After(SSL_read_ex(ssl_.get(), room.data(), room.size(), &count), errno);
}

TlsChannel::Progress TlsChannel::Write(std::string_view bytes, std::size_t& count) {
  count = 0;
  if (is_broken_) return Progress::kFailed;
  ERR_clear_error();
  errno = 0;
  return After(SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &count), errno);
}

TlsChannel::Progress TlsChannel::After(int result, int socket_error) {
  if (result == 1) return Progress::kDone;
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ: return Progress::kWantsRead;
    case SSL_ERROR_WANT_WRITE: return Progress::kWantsWrite;
    case SSL_ERROR_ZERO_RETURN: return Progress::kEnded;
    default: break;
  }
  is_broken_ = true;
  problem_ = Describe(socket_error);
  return Progress::kFailed;
}

std::string TlsChannel::Describe(int socket_error) const {
  const std::string reason = tls::TakeError();
  if (wire_->has_ended) return "the connection was closed";
  const long verified = SSL_get_verify_result(ssl_.get());
  if (verified != X509_V_OK) {
    return reason + ": " + X509_verify_cert_error_string(verified);
  }
  if (!reason.empty()) return reason;
  return socket_error == 0 ? "the connection was closed"
                           : std::generic_category().message(socket_error);
}

void TlsChannel::SayEnd() {
  if (!is_open_ || is_broken_) return;
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();
}

}  // namespace portside
