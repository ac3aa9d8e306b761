// SPDX-License-Identifier: Apache-2.0
//
// TlsSetup: what the options of TLS come to: the certificate that a server answers with, where its
// authority is, and its renewal.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/base/timestamp.h"
#include "portside/server/config.h"
#include "portside/tls/certificate_folder.h"
#include "portside/tls/server_tls.h"

namespace portside {

class TlsSetup {
 public:
  // With --tls, makes and keeps the certificate in `folder`. std::runtime_error with a sentence
  // that names the option.
  TlsSetup(const Config& config, const std::filesystem::path& folder, Timestamp now);

  // Null: no option asks for TLS.
  [[nodiscard]] const std::shared_ptr<const ServerTls>& server() const { return server_; }
  // The file that clients must trust; "" where it is not Portside's.
  [[nodiscard]] const std::string& authority() const { return authority_; }

  // To be called now and then. True: the certificate was near its end, server() has another one.
  // Throws as the constructor does; the former certificate stays.
  bool Renew(Timestamp now);

 private:
  void Load(const std::string& certificate, const std::string& key);

  std::optional<CertificateFolder> folder_;
  std::vector<std::string> names_;
  std::shared_ptr<const ServerTls> server_;
  std::string authority_;
};

}  // namespace portside
