// SPDX-License-Identifier: Apache-2.0
//
// ClientTls: whom a client trusts, ready to connect. Every connection verifies the server's
// certificate and its name.

#pragma once

#include <memory>
#include <string>

#include "portside/base/result.h"
#include "portside/tls/tls_channel.h"

namespace portside {

class ClientTls {
 public:
  // Trusts the system's authorities, those of the file that AWS_CA_BUNDLE names, and those of
  // `authorities`, a PEM file, unless it is "". The error is a sentence about one of the files.
  static Expected<std::shared_ptr<const ClientTls>, std::string> Make(
      const std::string& authorities);

  // `host`: the name or address that the certificate must have.
  [[nodiscard]] std::unique_ptr<TlsChannel> Connect(int socket, const std::string& host) const;

 private:
  explicit ClientTls(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}

  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace portside
