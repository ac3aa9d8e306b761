// SPDX-License-Identifier: Apache-2.0
//
// S3Uri: s3://bucket/key, as jobs name their input and output.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portside {

struct S3Uri {
  std::string bucket;
  std::string key;  // may be empty (the bucket itself) or a prefix

  // s3://bucket, s3://bucket/, s3://bucket/any/key. The key is taken as it stands, undecoded.
  // Also https://s3.<region>.amazonaws.com/bucket/key and https://bucket.s3.<region>… where a
  // service's pattern allows https.
  static std::optional<S3Uri> Parse(std::string_view text);
  [[nodiscard]] std::string ToString() const;
  // This location with exactly one `/` between it and `rest`; no `/` before the first segment.
  [[nodiscard]] S3Uri Join(std::string_view rest) const;
};

}  // namespace portside
