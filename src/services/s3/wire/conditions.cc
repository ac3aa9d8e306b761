// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/conditions.h"

#include "portside/base/encoding.h"

namespace portside::s3 {
namespace {

std::string_view WithoutQuotes(std::string_view etag) {
  etag = TrimSpace(etag);
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') {
    etag = etag.substr(1, etag.size() - 2);
  }
  return etag;
}

Timestamp ToSeconds(Timestamp time) {
  return Timestamp(std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

bool MatchesEtag(std::string_view list, std::string_view etag) {
  for (const std::string_view candidate : Split(list, ',')) {
    const std::string_view plain = WithoutQuotes(candidate);
    if (plain == "*" || plain == etag) return true;
  }
  return false;
}

bool IsStill(std::string_view if_range, const ObjectInfo& info) {
  if (if_range.empty()) return true;
  if (const auto time = ParseHttpDate(if_range)) return *time == ToSeconds(info.last_modified);
  return WithoutQuotes(if_range) == info.etag;
}

Conditions ReadConditions(const S3Call& call) {
  return {call.Header("if-match"), call.Header("if-none-match"), call.Header("if-modified-since"),
          call.Header("if-unmodified-since")};
}

S3Result<Outcome> CheckRead(const Conditions& conditions, const ObjectInfo& info, Timestamp now,
                            std::string_view prefix) {
  const Timestamp modified = ToSeconds(info.last_modified);
  const auto failed = [prefix](std::string_view name) {
    return Fail(PreconditionFailed(std::string(prefix) + std::string(name)));
  };
  if (!conditions.if_match.empty()) {
    if (!MatchesEtag(conditions.if_match, info.etag)) return failed("If-Match");
  } else if (const auto since = ParseHttpDate(conditions.if_unmodified_since)) {
    if (modified > *since) return failed("If-Unmodified-Since");
  }
  if (!conditions.if_none_match.empty()) {
    return MatchesEtag(conditions.if_none_match, info.etag) ? Outcome::kNotModified
                                                            : Outcome::kProceed;
  }
  const auto since = ParseHttpDate(conditions.if_modified_since);
  if (since && *since <= now && modified <= *since) return Outcome::kNotModified;
  return Outcome::kProceed;
}

S3Result<void> CheckWrite(const S3Call& call, const ObjectAccess& objects) {
  const std::string_view if_match = call.Header("if-match");
  const std::string_view if_none_match = call.Header("if-none-match");
  if (if_match.empty() && if_none_match.empty()) return {};
  if (!if_none_match.empty() && TrimSpace(if_none_match) != "*") {
    return Fail(NotImplementedHeader(
        "If-None-Match",
        "We don't accept the provided value of If-None-Match header for this API"));
  }

  const ObjectResult<ObjectInfo> info = objects.Head(call.bucket, call.key);
  if (!info && info.error().code != ObjectErrorCode::kNoSuchKey) {
    return Fail(FromObjectError(info.error()));
  }
  if (!if_none_match.empty() && info) return Fail(PreconditionFailed("If-None-Match"));
  if (!if_match.empty() && !info) return Fail(NoSuchKey(call.key));
  if (!if_match.empty() && !MatchesEtag(if_match, info->etag)) {
    return Fail(PreconditionFailed("If-Match"));
  }
  return {};
}

}  // namespace portside::s3
