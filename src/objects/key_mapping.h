// SPDX-License-Identifier: Apache-2.0
//
// How keys become files. A plain key is the path of a file beneath its bucket's folder, byte for
// byte, so that a person finds it there. Every other key (see IsPlainKey) has its body under a
// name made from its hash; no key is ever cleaned, cut or decoded, so no two keys meet.

#pragma once

#include <string>
#include <string_view>

namespace portside {

// Whether one path segment can be the name of a file: valid UTF-8 without control characters, not
// empty, not `.` or `..`, at most 255 bytes, and not a name of Portside's own (staging files).
[[nodiscard]] bool IsPlainSegment(std::string_view segment);

// Every segment is plain and the whole is at most limits::kObjectKeyBytes long. Whether the file
// system has room for it (`a` beside `a/b`) shows only when it is put in place.
[[nodiscard]] bool IsPlainKey(std::string_view key);

// The hidden path of a key: "<2 hex>/<64 hex>" of its SHA-256.
[[nodiscard]] std::string HashPath(std::string_view key);

// Names of files that are being written inside a bucket's own folder (where that folder is a file
// system of its own). Invisible to everyone; IsPlainSegment refuses them.
inline constexpr std::string_view kStagingPrefix = ".portside-";
inline constexpr char kStagingSuffix = '~';
[[nodiscard]] bool IsStagingName(std::string_view name);

}  // namespace portside
