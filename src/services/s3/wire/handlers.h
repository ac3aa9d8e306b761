// SPDX-License-Identifier: Apache-2.0
//
// The operations whose bodies are collected, and the table of them. PutObject and UploadPart are
// in put_object.h.

#pragma once

#include <string_view>
#include <variant>

#include "services/s3/wire/call.h"
#include "services/s3/wire/long_answer.h"

namespace portside::s3 {

struct HandlerEntry {
  std::string_view operation;
  std::variant<Handler, LongHandler> handler;
  // Whether Content-MD5 and x-amz-checksum-* are about the body, and checked before the handler.
  // (In CompleteMultipartUpload they are about the object.)
  enum class Body { kChecked, kUnchecked } body = Body::kUnchecked;
};

// The entry of an operation, or null where it is not served.
const HandlerEntry* FindHandler(std::string_view operation);

// buckets.cc
S3Result<HttpResponse> ListBuckets(S3Call& call);
S3Result<HttpResponse> CreateBucket(S3Call& call);
S3Result<HttpResponse> HeadBucket(S3Call& call);
S3Result<HttpResponse> DeleteBucket(S3Call& call);
S3Result<HttpResponse> GetBucketLocation(S3Call& call);

// list_objects.cc
S3Result<HttpResponse> ListObjects(S3Call& call);
S3Result<HttpResponse> ListObjectsV2(S3Call& call);
S3Result<HttpResponse> ListObjectVersions(S3Call& call);

// objects.cc
S3Result<HttpResponse> GetObject(S3Call& call);
S3Result<HttpResponse> DeleteObject(S3Call& call);
S3Result<HttpResponse> OptionsObject(S3Call& call);

// copy_object.cc
S3Result<std::unique_ptr<LongAnswer>> CopyObject(S3Call& call);

// delete_objects.cc
S3Result<std::unique_ptr<LongAnswer>> DeleteObjects(S3Call& call);

// multipart.cc, upload_part.cc, list_uploads.cc
S3Result<HttpResponse> CreateMultipartUpload(S3Call& call);
S3Result<std::unique_ptr<LongAnswer>> CompleteMultipartUpload(S3Call& call);
S3Result<HttpResponse> AbortMultipartUpload(S3Call& call);
S3Result<std::unique_ptr<LongAnswer>> UploadPartCopy(S3Call& call);
S3Result<HttpResponse> ListMultipartUploads(S3Call& call);
S3Result<HttpResponse> ListParts(S3Call& call);

// tagging.cc
S3Result<HttpResponse> GetBucketTagging(S3Call& call);
S3Result<HttpResponse> PutBucketTagging(S3Call& call);
S3Result<HttpResponse> DeleteBucketTagging(S3Call& call);
S3Result<HttpResponse> GetObjectTagging(S3Call& call);
S3Result<HttpResponse> PutObjectTagging(S3Call& call);
S3Result<HttpResponse> DeleteObjectTagging(S3Call& call);

// object_attributes.cc
S3Result<HttpResponse> GetObjectAttributes(S3Call& call);

// probes.cc: what tools ask about a bucket's configuration, of which there is none
S3Result<HttpResponse> GetAcl(S3Call& call);
S3Result<HttpResponse> PutAcl(S3Call& call);
S3Result<HttpResponse> GetOwnership(S3Call& call);
S3Result<HttpResponse> PutOwnership(S3Call& call);
S3Result<HttpResponse> DeleteOwnership(S3Call& call);
S3Result<HttpResponse> GetUnconfigured(S3Call& call);
S3Result<HttpResponse> DeleteUnconfigured(S3Call& call);

}  // namespace portside::s3
