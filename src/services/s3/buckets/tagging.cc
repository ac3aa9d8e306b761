// SPDX-License-Identifier: Apache-2.0

#include "services/s3/buckets/tags.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

S3Result<Tags> ParseBody(const S3Call& call, std::size_t max) {
  const std::optional<XmlElement> xml = ParseXml(call.request.body);
  if (!xml) return Fail(MalformedXml());
  return ParseTagging(*xml, max);
}

}  // namespace

// A bucket without tags has no tag set; an object without tags has an empty one.
S3Result<HttpResponse> GetBucketTagging(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  if (bucket.tags.empty()) {
    return Fail(
        S3Error{"NoSuchTagSet", 404, "The TagSet does not exist", {{"BucketName", bucket.name}}});
  }
  return XmlResponse(200, TaggingDocument(bucket.tags));
}

S3Result<HttpResponse> PutBucketTagging(S3Call& call) {
  TRY(OwnBucket(call));
  Tags tags = TRY(ParseBody(call, kBucketTags));
  TRY(FromStore(call.surroundings.objects.ChangeBucket(
      call.bucket, [&tags](Bucket& bucket) { bucket.tags = std::move(tags); })));
  return EmptyResponse(204);
}

S3Result<HttpResponse> DeleteBucketTagging(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(FromStore(call.surroundings.objects.ChangeBucket(
      call.bucket, [](Bucket& bucket) { bucket.tags.clear(); })));
  return EmptyResponse(204);
}

S3Result<HttpResponse> GetObjectTagging(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(CheckVersion(call));
  const ObjectInfo info = TRY(FromStore(call.surroundings.objects.Head(call.bucket, call.key)));
  return XmlResponse(200, TaggingDocument(info.attributes.tags));
}

S3Result<HttpResponse> PutObjectTagging(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(CheckVersion(call));
  Tags tags = TRY(ParseBody(call, kObjectTags));
  TRY(FromStore(call.surroundings.objects.ChangeAttributes(
      call.bucket, call.key, [&tags](ObjectAttributes& it) { it.tags = std::move(tags); })));
  return EmptyResponse(200);
}

S3Result<HttpResponse> DeleteObjectTagging(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(CheckVersion(call));
  TRY(FromStore(call.surroundings.objects.ChangeAttributes(
      call.bucket, call.key, [](ObjectAttributes& it) { it.tags.clear(); })));
  return EmptyResponse(204);
}

}  // namespace portside::s3
