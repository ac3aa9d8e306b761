// SPDX-License-Identifier: Apache-2.0

#include "tls/openssl.h"

#include <openssl/err.h>

#include <stdexcept>

namespace portside::tls {

std::string TakeError() {
  const unsigned long code = ERR_peek_error();  // the first is the cause of the others
  ERR_clear_error();
  if (code == 0) return "";
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "error " + std::to_string(code) : reason;
}

void Require(bool is_good, const char* what) {
  if (is_good) return;
  throw std::runtime_error(std::string("OpenSSL: ") + what + " failed: " + TakeError());
}

ContextPointer MakeContext(const SSL_METHOD* method) {
  ContextPointer context(SSL_CTX_new(method));
  Require(context != nullptr, "a new context");
  Require(SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) == 1, "TLS 1.2");
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // A record in one read of the socket, not its head and its body apart.
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_default_passwd_cb(context.get(), &RefusePassPhrase);
  return context;
}

int RefusePassPhrase(char* /*room*/, int /*size*/, int /*for_writing*/, void* /*context*/) {
  return -1;
}

}  // namespace portside::tls
