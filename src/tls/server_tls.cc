// SPDX-License-Identifier: Apache-2.0

#include "portside/tls/server_tls.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "tls/openssl.h"

namespace portside {
namespace {

using Of = TlsFileError::Of;

constexpr std::array<unsigned char, 9> kHttp11 = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// A client that names protocols must name ours; one that speaks nothing but another is told so.
int ChooseProtocol(SSL*, const unsigned char** chosen, unsigned char* length,
                   const unsigned char* offered, unsigned int size, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, length, kHttp11.data(), kHttp11.size(), offered, size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

// Why a file cannot be opened, or "".
std::string FindObstacle(const std::string& path) {
  errno = 0;
  std::ifstream file(path);
  file.peek();
  if (file.good()) return "";
  return "cannot read " + path + ": " + (errno == 0 ? "it is empty" : std::strerror(errno));
}

}  // namespace

Expected<std::shared_ptr<const ServerTls>, TlsFileError> ServerTls::Load(
    const std::string& certificate, const std::string& key) {
  for (const auto& [of, path] : {std::pair(Of::kCertificate, &certificate), {Of::kKey, &key}}) {
    if (std::string obstacle = FindObstacle(*path); !obstacle.empty()) {
      return Fail(TlsFileError{of, std::move(obstacle)});
    }
  }
  const std::shared_ptr<SSL_CTX> context = tls::MakeContext(TLS_server_method());
  SSL_CTX_set_alpn_select_cb(context.get(), &ChooseProtocol, nullptr);
  // Clients resume with tickets; nothing is remembered for each of them here.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  tls::TakeError();
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1) {
    const std::string reason = tls::TakeError();
    // Others are of a certificate that was read: a short key, a weak digest.
    const bool is_none = reason == "no start line";
    return Fail(
        TlsFileError{Of::kCertificate, certificate + (is_none ? " has no certificate in PEM form"
                                                              : " cannot be used: " + reason)});
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1) {
    const std::string reason = tls::TakeError();
    if (reason == "key values mismatch" || reason == "key type mismatch") {
      return Fail(TlsFileError{Of::kKey, key + " is not the key of " + certificate});
    }
    return Fail(TlsFileError{
        Of::kKey, key + " has no key in PEM form without a pass phrase (" + reason + ")"});
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) {
    tls::TakeError();
    return Fail(TlsFileError{Of::kKey, key + " is not the key of " + certificate});
  }
  return std::shared_ptr<const ServerTls>(new ServerTls(context));
}

std::unique_ptr<TlsChannel> ServerTls::Accept(int socket, std::string_view first) const {
  return std::make_unique<TlsChannel>(context_.get(), TlsChannel::Side::kServer, socket, first);
}

}  // namespace portside
