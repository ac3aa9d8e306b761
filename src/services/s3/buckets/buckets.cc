// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/s3/access/acl.h"
#include "services/s3/access/ownership.h"
#include "services/s3/buckets/tags.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kHomeRegion = "us-east-1";

// The values of LocationConstraint (botocore model). us-east-1 is none: it is the absence of one.
constexpr std::string_view kRegions[] = {
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2",
    "ap-northeast-3", "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    "ca-central-1",   "ca-west-1",      "cn-north-1",     "cn-northwest-1", "eu-central-1",
    "eu-central-2",   "eu-north-1",     "eu-south-1",     "eu-south-2",     "eu-west-1",
    "eu-west-2",      "eu-west-3",      "il-central-1",   "me-central-1",   "me-south-1",
    "mx-central-1",   "sa-east-1",      "us-east-2",      "us-gov-east-1",  "us-gov-west-1",
    "us-west-1",      "us-west-2",
};

// What CreateBucket's body asks for.
struct Configuration {
  std::string constraint;  // empty: none
  Tags tags;
};

S3Result<Configuration> ParseConfiguration(const std::string& body) {
  Configuration configuration;
  if (TrimSpace(body).empty()) return configuration;
  const std::optional<XmlElement> xml = ParseXml(body);
  if (!xml || xml->name != "CreateBucketConfiguration") return Fail(MalformedXml());
  for (const XmlElement& element : xml->children) {
    if (element.name == "LocationConstraint") {
      configuration.constraint = TrimSpace(element.text);
    } else if (element.name == "Tags") {
      configuration.tags = TRY(ParseTagSet(element, kBucketTags));
    } else if (element.name == "Location" || element.name == "Bucket") {
      // Directory buckets, in zones of their own.
      return Fail(NotEmulated("CreateBucket of a directory bucket"));
    } else {
      return Fail(MalformedXml());
    }
  }
  return configuration;
}

// The region that a bucket is made in. Each region's endpoint makes buckets there and nowhere
// else; that of us-east-1 makes them anywhere.
S3Result<std::string> RegionOf(const S3Call& call, const std::string& constraint) {
  const std::string& endpoint = call.caller.region;
  // Without a signature nothing says which endpoint was meant.
  const bool is_signed = !call.caller.access_key.empty();
  if (constraint.empty()) {
    if (is_signed && endpoint != kHomeRegion) {
      return Fail(IllegalLocationConstraint("unspecified"));
    }
    return endpoint;
  }
  const std::string region = constraint == "EU" ? "eu-west-1" : constraint;
  const bool is_known =
      std::find(std::begin(kRegions), std::end(kRegions), region) != std::end(kRegions);
  if (is_signed && endpoint != kHomeRegion && region != endpoint) {
    return Fail(IllegalLocationConstraint(constraint));
  }
  if (!is_known) return Fail(InvalidLocationConstraint(constraint));
  return region;
}

HttpResponse CreatedAnswer(const Bucket& bucket) {
  HttpResponse response = EmptyResponse(200);
  const bool is_home = bucket.region == kHomeRegion;
  response.headers.Add(
      "Location", is_home ? "/" + bucket.name : "http://" + bucket.name + ".s3.amazonaws.com/");
  response.headers.Add("x-amz-bucket-arn", "arn:aws:s3:::" + bucket.name);
  return response;
}

// A bucket of this name is there already. In us-east-1, making one's own again is no error.
S3Result<HttpResponse> AnswerExisting(const Bucket& existing, const Bucket& wanted) {
  if (existing.account != wanted.account) return Fail(BucketAlreadyExists(wanted.name));
  if (existing.region == kHomeRegion && wanted.region == kHomeRegion) {
    return CreatedAnswer(existing);
  }
  return Fail(BucketAlreadyOwnedByYou(wanted.name));
}

S3Result<std::size_t> ParseMaxBuckets(const S3Call& call) {
  const std::optional<std::string_view> text = call.query.Find("max-buckets");
  if (!text) return kListedBuckets;
  const std::optional<int> number = ParseInt(*text);
  if (!number || *number < 1 || static_cast<std::size_t>(*number) > kListedBuckets) {
    return Fail(InvalidArgument("Argument max-buckets must be an integer between 1 and 10000",
                                "max-buckets", std::string(*text)));
  }
  return static_cast<std::size_t>(*number);
}

}  // namespace

S3Result<HttpResponse> ListBuckets(S3Call& call) {
  const std::size_t max = TRY(ParseMaxBuckets(call));
  const std::string_view prefix = call.query.Get("prefix");
  const std::string_view region = call.query.Get("bucket-region");
  std::string after;
  if (const auto token = call.query.Find("continuation-token")) {
    const std::optional<std::string> name = Base64Decode(*token);
    if (!name || name->empty()) {
      return Fail(InvalidArgument("The continuation token provided is incorrect",
                                  "continuation-token", std::string(*token)));
    }
    after = *name;
  }
  // Only a request that asks for a part of the buckets is told their regions.
  const bool shows_region = call.query.Has("max-buckets") || call.query.Has("prefix") ||
                            call.query.Has("bucket-region") || !after.empty();

  XmlWriter xml("ListAllMyBucketsResult");
  xml.Open("Owner").Add("ID", OwnerId(call.caller.account)).Close().Open("Buckets");
  std::string last;
  std::string next;
  std::size_t count = 0;
  for (const Bucket& bucket : call.surroundings.objects.ListBuckets()) {
    if (bucket.account != call.caller.account || !bucket.name.starts_with(prefix) ||
        bucket.name <= after || (!region.empty() && bucket.region != region)) {
      continue;
    }
    if (count++ == max) {
      next = last;
      break;
    }
    last = bucket.name;
    xml.Open("Bucket").Add("Name", bucket.name).Add("CreationDate", XmlTime(bucket.created_at));
    if (shows_region) xml.Add("BucketRegion", bucket.region);
    xml.Add("BucketArn", "arn:aws:s3:::" + bucket.name).Close();
  }
  xml.Close();
  if (!prefix.empty()) xml.Add("Prefix", prefix);
  if (!next.empty()) xml.Add("ContinuationToken", Base64Encode(next));
  return XmlResponse(200, xml.Finish());
}

S3Result<HttpResponse> CreateBucket(S3Call& call) {
  if (!IsValidBucketName(call.bucket)) return Fail(InvalidBucketName(call.bucket));
  if (call.Header("x-amz-bucket-object-lock-enabled") == "true" ||
      call.Header("x-amz-bucket-object-lock-enabled") == "True") {
    return Fail(NotImplementedHeader("x-amz-bucket-object-lock-enabled"));
  }
  Configuration configuration = TRY(ParseConfiguration(call.request.body));
  Bucket wanted;
  wanted.name = call.bucket;
  wanted.account = call.caller.account;
  wanted.region = TRY(RegionOf(call, configuration.constraint));
  wanted.created_at = call.surroundings.clock.Now();
  wanted.tags = std::move(configuration.tags);
  wanted.acl = TRY(AclOfHeaders(call, AclOf::kBucket, OwnerId(wanted.account)));
  const std::string_view ownership = call.Header("x-amz-object-ownership");
  if (!ownership.empty()) wanted.ownership = TRY(ParseOwnership(ownership));
  if (wanted.ownership == kEnforced && !wanted.acl.empty()) {
    return Fail(AclUnderEnforcedOwnership());
  }

  if (const auto existing = call.surroundings.objects.FindBucket(call.bucket)) {
    return AnswerExisting(*existing, wanted);
  }
  return CreatedAnswer(TRY(FromStore(call.surroundings.objects.CreateBucket(wanted))));
}

S3Result<HttpResponse> HeadBucket(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  HttpResponse response = EmptyResponse(200);
  response.headers.Add("Content-Type", "application/xml");
  response.headers.Add("x-amz-bucket-region", bucket.region);
  response.headers.Add("x-amz-bucket-arn", "arn:aws:s3:::" + bucket.name);
  response.headers.Add("x-amz-access-point-alias", "false");
  return response;
}

S3Result<HttpResponse> DeleteBucket(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(FromStore(call.surroundings.objects.DeleteBucket(call.bucket)));
  return EmptyResponse(204);
}

S3Result<HttpResponse> GetBucketLocation(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  XmlWriter xml("LocationConstraint");
  if (bucket.region != kHomeRegion) xml.AddText(bucket.region);
  return XmlResponse(200, xml.Finish());
}

}  // namespace portside::s3
