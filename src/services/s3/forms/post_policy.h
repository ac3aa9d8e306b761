// SPDX-License-Identifier: Apache-2.0
//
// The policy of a browser's form: a JSON document that says what the form may upload, where, and
// until when.

#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "portside/base/timestamp.h"
#include "services/s3/forms/form_data.h"
#include "services/s3/wire/errors.h"

namespace portside::s3 {

// What the policy's content-length-range conditions leave for the size of the file.
struct SizeRange {
  std::int64_t min = 0;
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

// Checks a form, its ${filename} expanded, against its `policy` field. InvalidPolicyDocument where
// that is no policy; AccessDenied where it is over, where a condition fails or where a field has no
// condition. The size of the file is not known yet: CheckSize.
S3Result<SizeRange> CheckPolicy(const PostForm& form, std::string_view bucket, Timestamp now);

// EntityTooSmall, EntityTooLarge.
S3Result<void> CheckSize(const SizeRange& range, std::uint64_t size);

}  // namespace portside::s3
