// SPDX-License-Identifier: Apache-2.0
//
// ServerTls: a certificate with its key, ready to accept connections: TLS 1.2 and up, HTTP/1.1.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "portside/base/result.h"
#include "portside/tls/tls_channel.h"

namespace portside {

// What cannot be used, and why.
struct TlsFileError {
  enum class Of { kCertificate, kKey };
  Of file;
  std::string reason;  // a sentence with the file's name
};

class ServerTls {
 public:
  // PEM files: a certificate, with those that lead to its authority behind it, and its key, which
  // has no pass phrase.
  static Expected<std::shared_ptr<const ServerTls>, TlsFileError> Load(
      const std::string& certificate, const std::string& key);

  // `first` was read from the socket before.
  [[nodiscard]] std::unique_ptr<TlsChannel> Accept(int socket, std::string_view first) const;

 private:
  explicit ServerTls(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}

  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace portside
