// SPDX-License-Identifier: Apache-2.0
//
// CertificateFolder: where a server keeps the authority and the certificate that it made for
// itself: ca.pem and ca-key.pem, server.pem and server-key.pem. Keys are readable by their owner
// alone. One process at a time.

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "portside/base/timestamp.h"

namespace portside {

class CertificateFolder {
 public:
  // Makes what is missing. Every function throws std::runtime_error, a sentence with the file's
  // name, where the folder or a file in it cannot be used.
  explicit CertificateFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Sees to it that there is an authority and a certificate for `names`. A certificate that has
  // other names, or ends within 30 days, is replaced; the authority stays for as long as it can
  // sign. Whether a file has changed.
  bool Refresh(const std::vector<std::string>& names, Timestamp now);

  [[nodiscard]] std::filesystem::path authority() const { return folder_ / "ca.pem"; }
  [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "server.pem"; }
  [[nodiscard]] std::filesystem::path key() const { return folder_ / "server-key.pem"; }

 private:
  std::filesystem::path folder_;
};

// The names of a server for its certificate: this machine's, those below which Portside knows
// buckets, `host` (what it listens on), and `more` with their wildcards.
std::vector<std::string> ServerNames(const std::string& host, const std::vector<std::string>& more);

}  // namespace portside
