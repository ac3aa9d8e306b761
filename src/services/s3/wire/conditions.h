// SPDX-License-Identifier: Apache-2.0
//
// Conditional requests: If-Match and its three brothers, by the precedence of HTTP, which AWS
// keeps: a true If-Match outweighs If-Unmodified-Since, If-None-Match outweighs If-Modified-Since.

#pragma once

#include <string>
#include <string_view>

#include "portside/objects/object_store.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// The headers of one set of conditions. CopyObject has a set for its source.
struct Conditions {
  std::string_view if_match;
  std::string_view if_none_match;
  std::string_view if_modified_since;
  std::string_view if_unmodified_since;
};

enum class Outcome { kProceed, kNotModified };

// Of a read. PreconditionFailed names the condition by `prefix` + its name. A date that cannot be
// read, or If-Modified-Since in the future, is as good as none.
S3Result<Outcome> CheckRead(const Conditions& conditions, const ObjectInfo& info, Timestamp now,
                            std::string_view prefix = "");
Conditions ReadConditions(const S3Call& call);

// Of a write or delete: `If-None-Match: *` (nothing else is implemented by AWS) and If-Match.
S3Result<void> CheckWrite(const S3Call& call, const ObjectAccess& objects);

// Whether an If-Range lets a Range be (RFC 9110, 13.1.5): there is none, or it is the ETag or the
// exact time of the object. Otherwise the whole of what has changed is sent.
bool IsStill(std::string_view if_range, const ObjectInfo& info);

// Whether a list of ETags, quoted or not, or `*`, holds this one.
bool MatchesEtag(std::string_view list, std::string_view etag);

}  // namespace portside::s3
