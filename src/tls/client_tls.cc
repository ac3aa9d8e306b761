// SPDX-License-Identifier: Apache-2.0

#include "portside/tls/client_tls.h"

#include <cstdlib>
#include <filesystem>

#include "tls/openssl.h"

namespace portside {
namespace {

// Where systems keep their authorities. The program is static and may run on another one than it
// was built on, so OpenSSL's own place (Debian's) is not enough.
constexpr const char* kSystemBundles[] = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Alpine
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/ssl/cert.pem",
};

void TrustSystem(SSL_CTX* context) {
  SSL_CTX_set_default_verify_paths(context);  // SSL_CERT_FILE and SSL_CERT_DIR, too
  std::error_code ignored;
  for (const char* bundle : kSystemBundles) {
    if (!std::filesystem::exists(bundle, ignored)) continue;
    SSL_CTX_load_verify_file(context, bundle);
    break;
  }
  tls::TakeError();  // a machine without authorities is none of ours
}

}  // namespace

Expected<std::shared_ptr<const ClientTls>, std::string> ClientTls::Make(
    const std::string& authorities) {
  const std::shared_ptr<SSL_CTX> context = tls::MakeContext(TLS_client_method());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  TrustSystem(context.get());
  const char* bundle = std::getenv("AWS_CA_BUNDLE");
  for (const std::string& file : {std::string(bundle == nullptr ? "" : bundle), authorities}) {
    if (file.empty() || SSL_CTX_load_verify_file(context.get(), file.c_str()) == 1) continue;
    const bool is_bundle = bundle != nullptr && file == bundle;
    return Fail((is_bundle ? "AWS_CA_BUNDLE: " : "") + file +
                " has no certificates in PEM form that can be read (" + tls::TakeError() + ")");
  }
  return std::shared_ptr<const ClientTls>(new ClientTls(context));
}

std::unique_ptr<TlsChannel> ClientTls::Connect(int socket, const std::string& host) const {
  auto channel = std::make_unique<TlsChannel>(context_.get(), TlsChannel::Side::kClient, socket);
  channel->ExpectName(host);
  return channel;
}

}  // namespace portside
