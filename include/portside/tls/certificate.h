// SPDX-License-Identifier: Apache-2.0
//
// Certificates that Portside makes for itself: a small authority, and server certificates that it
// signs. Keys are of the curve P-256. Everything is PEM text here. Functions throw
// std::runtime_error where OpenSSL cannot do its part.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/base/timestamp.h"

namespace portside {

struct KeyedCertificate {
  std::string certificate;
  std::string key;
};

// Clients refuse server certificates that are valid for longer than 825 days; browsers may ask for
// 398.
inline constexpr auto kServerCertificateTime = std::chrono::days(397);
inline constexpr auto kAuthorityTime = std::chrono::days(3650);

// Valid from a day before `now`, for clocks that differ.
KeyedCertificate MakeAuthority(Timestamp now);
// For these names and addresses; a name may begin with "*.". At least one.
KeyedCertificate MakeServerCertificate(const KeyedCertificate& authority,
                                       const std::vector<std::string>& names, Timestamp now);

struct CertificateFacts {
  std::vector<std::string> names;  // in their order; addresses as text
  Timestamp begins;
  Timestamp ends;
};
// Of the first certificate in the text.
Expected<CertificateFacts, std::string> ReadCertificate(std::string_view pem);
// Whether the key belongs to the certificate.
bool IsKeyOf(const KeyedCertificate& pair);
bool IsSignedBy(std::string_view certificate, std::string_view authority);

}  // namespace portside
