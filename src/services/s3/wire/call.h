// SPDX-License-Identifier: Apache-2.0
//
// S3Call: one request as the handlers see it, and what they answer with.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/aws/chunk_signatures.h"
#include "portside/base/clock.h"
#include "portside/http/message.h"
#include "portside/http/uri.h"
#include "portside/objects/object_access.h"
#include "portside/services/core/service.h"
#include "portside/services/s3/s3_service.h"
#include "services/s3/wire/errors.h"
#include "services/s3/wire/xml.h"

namespace portside::s3 {

// What all calls share. References outlive every call.
struct Surroundings {
  ObjectStore& objects;
  const Clock& clock;
  const S3Options& options;
};

struct S3Call {
  Surroundings surroundings;
  HttpRequest request;  // its body is the decoded one, for operations that collect it
  Query query;
  Caller caller;
  CallRecord& record;
  std::string bucket;
  std::string key;
  bool is_virtual = false;  // the bucket stands in the host's name
  // Begins the signatures of the body's chunks, where those are checked.
  std::optional<ChunkSigning> chunk_signing = std::nullopt;

  // The objects as the caller may see them.
  [[nodiscard]] ObjectAccess objects() const {
    return ObjectAccess(surroundings.objects, caller.account);
  }
  // A header, or the query parameter into which a presigned URL has moved it ("" where absent).
  // Checksums are not read from the query: AWS does not take one there for the body's.
  [[nodiscard]] std::string_view Header(std::string_view name) const;
  [[nodiscard]] bool IsHead() const { return request.method == "HEAD"; }
  // The second identifier of the answer, made from the caller's request id.
  [[nodiscard]] std::string HostId() const;
};

// A handler of an operation whose body was collected.
using Handler = S3Result<HttpResponse> (*)(S3Call& call);

// The bucket, if it is there and the caller's and of the owner that the request expects.
S3Result<Bucket> OwnBucket(const S3Call& call);
// The same before something is written: --create-buckets makes it.
S3Result<Bucket> OwnBucketForWriting(const S3Call& call);
// Nothing, but an error where a version is named: there are none but "null".
S3Result<void> CheckVersion(const S3Call& call);

// The canonical user id that stands for an account: 64 hexadecimal digits.
std::string OwnerId(std::string_view account);

HttpResponse XmlResponse(int status, std::string document);
HttpResponse EmptyResponse(int status);
HttpResponse ErrorResponse(const S3Call& call, const S3Error& error);
// Adds what every answer of S3 carries.
void AddCommonHeaders(const S3Call& call, HttpResponse& response);

// `text` where it is a whole decimal number that fits, else nothing.
std::optional<int> ParseInt(std::string_view text);

// An ETag as headers and XML show it.
inline std::string Quoted(const std::string& etag) { return "\"" + etag + "\""; }
// 2025-01-01T00:00:00.000Z: S3 knows seconds only, and writes milliseconds.
std::string XmlTime(Timestamp time);

}  // namespace portside::s3
