// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/s3/listing/listing_parameters.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/wire/checksums.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

// A token is a key behind a mark, so that not every word is one.
constexpr std::string_view kTokenMark = "1 ";

std::string MakeToken(std::string_view last) {
  return Base64Encode(std::string(kTokenMark) + std::string(last));
}

S3Result<std::string> ReadToken(std::string_view token) {
  const std::optional<std::string> text = Base64Decode(token);
  if (!text || !text->starts_with(kTokenMark)) {
    return Fail(InvalidArgument("The continuation token provided is incorrect",
                                "continuation-token", std::string(token)));
  }
  return text->substr(kTokenMark.size());
}

void AddOwner(XmlWriter& xml, std::string_view account) {
  xml.Open("Owner").Add("ID", OwnerId(account)).Close();
}

void AddChecksumNames(XmlWriter& xml, const ObjectAttributes& attributes) {
  for (const auto& [name, value] : attributes.checksums) {
    if (const ChecksumAlgorithm* algorithm = FindChecksum(name)) {
      xml.Add("ChecksumAlgorithm", algorithm->label);
    }
  }
  if (!attributes.checksums.empty()) {
    xml.Add("ChecksumType",
            std::string_view(attributes.composite_checksum ? "COMPOSITE" : "FULL_OBJECT"));
  }
}

void AddContents(XmlWriter& xml, const ListPage& page, const ListingParameters& parameters,
                 std::string_view owner) {
  for (const ObjectInfo& object : page.objects) {
    xml.Open("Contents").Add("Key", parameters.Encoded(object.key));
    xml.Add("LastModified", XmlTime(object.last_modified)).Add("ETag", Quoted(object.etag));
    AddChecksumNames(xml, object.attributes);
    xml.Add("Size", object.size);
    if (!owner.empty()) AddOwner(xml, owner);
    xml.Add("StorageClass", StorageClassOf(object.attributes)).Close();
  }
}

void AddCommonPrefixes(XmlWriter& xml, const ListPage& page, const ListingParameters& parameters) {
  for (const std::string& prefix : page.common_prefixes) {
    xml.Open("CommonPrefixes").Add("Prefix", parameters.Encoded(prefix)).Close();
  }
}

S3Result<ListPage> Page(const S3Call& call, const ListingParameters& parameters,
                        std::string start_after) {
  ListQuery query;
  query.prefix = parameters.prefix;
  query.delimiter = parameters.delimiter;
  query.start_after = std::move(start_after);
  query.max = std::min(parameters.max, kListedKeys);
  return FromStore(call.objects().List(call.bucket, query));
}

}  // namespace

S3Result<HttpResponse> ListObjects(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  const ListingParameters parameters = TRY(ParseListing(call, "max-keys"));
  const std::string marker(call.query.Get("marker"));
  const ListPage page = TRY(Page(call, parameters, marker));

  XmlWriter xml("ListBucketResult");
  xml.Add("Name", call.bucket).Add("Prefix", parameters.Encoded(parameters.prefix));
  xml.Add("Marker", parameters.Encoded(marker));
  // Without a delimiter clients go on from the last key, so AWS does not repeat it.
  if (page.truncated && !parameters.delimiter.empty()) {
    xml.Add("NextMarker", parameters.Encoded(page.last));
  }
  xml.Add("MaxKeys", parameters.max);
  parameters.AddDelimiterAndEncoding(xml);
  xml.AddFlag("IsTruncated", page.truncated);
  AddContents(xml, page, parameters, bucket.account);
  AddCommonPrefixes(xml, page, parameters);
  return XmlResponse(200, xml.Finish());
}

S3Result<HttpResponse> ListObjectsV2(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  const ListingParameters parameters = TRY(ParseListing(call, "max-keys"));
  const std::string start_after(call.query.Get("start-after"));
  const std::optional<std::string_view> token = call.query.Find("continuation-token");
  // The token outweighs start-after.
  const std::string from = token ? TRY(ReadToken(*token)) : start_after;
  const ListPage page = TRY(Page(call, parameters, from));

  XmlWriter xml("ListBucketResult");
  xml.Add("Name", call.bucket).Add("Prefix", parameters.Encoded(parameters.prefix));
  if (!start_after.empty()) xml.Add("StartAfter", parameters.Encoded(start_after));
  if (token) xml.Add("ContinuationToken", *token);
  if (page.truncated) xml.Add("NextContinuationToken", MakeToken(page.last));
  xml.Add("KeyCount", page.objects.size() + page.common_prefixes.size());
  xml.Add("MaxKeys", parameters.max);
  parameters.AddDelimiterAndEncoding(xml);
  xml.AddFlag("IsTruncated", page.truncated);
  const bool shows_owner = EqualsIgnoreCase(call.query.Get("fetch-owner"), "true");
  AddContents(xml, page, parameters, shows_owner ? bucket.account : "");
  AddCommonPrefixes(xml, page, parameters);
  return XmlResponse(200, xml.Finish());
}

// Buckets have no versioning: every object is its own latest version, called "null".
S3Result<HttpResponse> ListObjectVersions(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  const ListingParameters parameters = TRY(ParseListing(call, "max-keys"));
  const std::string key_marker(call.query.Get("key-marker"));
  const ListPage page = TRY(Page(call, parameters, key_marker));

  XmlWriter xml("ListVersionsResult");
  xml.Add("Name", call.bucket).Add("Prefix", parameters.Encoded(parameters.prefix));
  xml.Add("KeyMarker", parameters.Encoded(key_marker));
  xml.Add("VersionIdMarker", call.query.Get("version-id-marker"));
  if (page.truncated) {
    xml.Add("NextKeyMarker", parameters.Encoded(page.last));
    if (page.common_prefixes.empty() || page.common_prefixes.back() != page.last) {
      xml.Add("NextVersionIdMarker", std::string_view("null"));
    }
  }
  xml.Add("MaxKeys", parameters.max);
  parameters.AddDelimiterAndEncoding(xml);
  xml.AddFlag("IsTruncated", page.truncated);
  for (const ObjectInfo& object : page.objects) {
    xml.Open("Version").Add("ETag", Quoted(object.etag));
    AddChecksumNames(xml, object.attributes);
    xml.Add("Size", object.size).Add("StorageClass", StorageClassOf(object.attributes));
    xml.Add("Key", parameters.Encoded(object.key)).Add("VersionId", std::string_view("null"));
    xml.AddFlag("IsLatest", true).Add("LastModified", XmlTime(object.last_modified));
    AddOwner(xml, bucket.account);
    xml.Close();
  }
  AddCommonPrefixes(xml, page, parameters);
  return XmlResponse(200, xml.Finish());
}

}  // namespace portside::s3
