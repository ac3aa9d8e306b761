// SPDX-License-Identifier: Apache-2.0

#include "objects/key_mapping.h"

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

bool HasControlCharacter(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return true;
  }
  return false;
}

bool IsPlainName(std::string_view segment) {
  return !segment.empty() && segment != "." && segment != ".." &&
         segment.size() <= limits::kFileNameBytes && !IsStagingName(segment);
}

}  // namespace

bool IsStagingName(std::string_view name) {
  return name.starts_with(kStagingPrefix) && name.ends_with(kStagingSuffix);
}

bool IsPlainSegment(std::string_view segment) {
  return IsPlainName(segment) && segment.find('/') == std::string_view::npos &&
         !HasControlCharacter(segment) && IsValidUtf8(segment);
}

bool IsPlainKey(std::string_view key) {
  if (key.size() > limits::kObjectKeyBytes) return false;
  if (HasControlCharacter(key) || !IsValidUtf8(key)) return false;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t slash = key.find('/', begin);
    if (!IsPlainName(key.substr(begin, slash - begin))) return false;
    if (slash == std::string_view::npos) return true;
    begin = slash + 1;
  }
}

std::string HashPath(std::string_view key) {
  const std::string hash = HexDigest(DigestAlgorithm::kSha256, key);
  return hash.substr(0, 2) + "/" + hash;
}

}  // namespace portside
