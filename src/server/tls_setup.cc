// SPDX-License-Identifier: Apache-2.0

#include "portside/server/tls_setup.h"

#include <stdexcept>

namespace portside {

TlsSetup::TlsSetup(const Config& config, const std::filesystem::path& folder, Timestamp now) {
  if (!config.tls_cert.empty()) Load(config.tls_cert, config.tls_key);
  if (!config.tls) return;
  folder_.emplace(folder);
  names_ = ServerNames(config.host, config.s3_hosts);
  authority_ = folder_->authority();
  Renew(now);
}

bool TlsSetup::Renew(Timestamp now) {
  if (!folder_) return false;
  try {
    if (!folder_->Refresh(names_, now) && server_ != nullptr) return false;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(std::string("--tls: ") + error.what());
  }
  Load(folder_->certificate(), folder_->key());
  return true;
}

void TlsSetup::Load(const std::string& certificate, const std::string& key) {
  auto loaded = ServerTls::Load(certificate, key);
  if (loaded) {
    server_ = std::move(*loaded);
    return;
  }
  const bool is_key = loaded.error().file == TlsFileError::Of::kKey;
  throw std::runtime_error((folder_  ? "--tls: "
                            : is_key ? "--tls-key: "
                                     : "--tls-cert: ") +
                           loaded.error().reason);
}

}  // namespace portside
