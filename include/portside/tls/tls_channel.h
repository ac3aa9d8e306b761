// SPDX-License-Identifier: Apache-2.0
//
// TlsChannel: one TLS connection over a socket that does not wait: bytes in the clear on the one
// side, the socket on the other. Whoever uses it waits for the socket as each call says. One thread
// at a time.

#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace portside {

class TlsChannel {
 public:
  enum class Progress {
    kDone,
    kWantsRead,   // try again once the socket can be read
    kWantsWrite,  // try again once it can be written
    kEnded,       // the peer has said that nothing follows
    kFailed,      // problem() says why; nothing more is possible
  };
  enum class Side { kServer, kClient };

  // `context` is OpenSSL's SSL_CTX; the socket stays the caller's. `first` was read from it before.
  TlsChannel(ssl_ctx_st* context, Side side, int socket, std::string_view first = {});
  ~TlsChannel();
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  // Of a client: the name or address that the server's certificate must have.
  void ExpectName(const std::string& host);

  Progress Handshake();
  // At least one byte with kDone. Bytes may be left that the socket does not show: it is waited for
  // only once this says so.
  Progress Read(std::span<char> room, std::size_t& count);
  // Takes one record (16 KiB) at most. After kWants… the same bytes must be offered again; more may
  // follow them.
  Progress Write(std::string_view bytes, std::size_t& count);
  // Says that nothing follows, where that can be said at once.
  void SayEnd();

  // "certificate verify failed: unable to get local issuer certificate", "the connection was
  // closed".
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  struct Wire;
  struct Free {
    void operator()(ssl_st* ssl) const;
  };

  Progress After(int result, int socket_error);
  std::string Describe(int socket_error) const;

  std::unique_ptr<Wire> wire_;
  std::unique_ptr<ssl_st, Free> ssl_;
  std::string problem_;
  bool is_open_ = false;    // the handshake is done
  bool is_broken_ = false;  // the library must not be asked again
};

// One record's bytes at most.
inline constexpr std::size_t kTlsRecordBytes = 16 * 1024;

}  // namespace portside
