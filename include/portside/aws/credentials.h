// SPDX-License-Identifier: Apache-2.0
//
// Credentials: the access keys that --verify-signatures accepts, each with its secret and the
// account that it belongs to. Read once at start from a text file, one key a line:
//
//   # access key         secret                                    account
//   AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY  123456789012
//
// Immutable, and so free to be read by any thread.

#pragma once

#include <map>
#include <string>
#include <string_view>

#include "portside/base/result.h"

namespace portside {

struct Credential {
  std::string secret;
  std::string account;  // 12 digits
};

class Credentials {
 public:
  // The error is a sentence that names the line and what a line must be; it never shows a secret.
  static Expected<Credentials, std::string> Parse(std::string_view text);

  // Null where nobody has that key.
  [[nodiscard]] const Credential* Find(std::string_view access_key) const;
  // The account of a key: as the file says, else the key itself where it is 12 digits, else
  // `fallback`.
  [[nodiscard]] std::string AccountOf(std::string_view access_key, std::string_view fallback) const;
  [[nodiscard]] bool empty() const { return by_access_key_.empty(); }

 private:
  std::map<std::string, Credential, std::less<>> by_access_key_;
};

}  // namespace portside
