// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/s3/listing/listing_parameters.h"
#include "services/s3/multipart/upload_rules.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

void AddIdentity(XmlWriter& xml, std::string_view element, std::string_view account) {
  xml.Open(element).Add("ID", OwnerId(account)).Close();
}

void AddUploadChecksum(XmlWriter& xml, const Upload& upload) {
  const UploadChecksum checksum = UploadChecksumOf(upload);
  if (!checksum.was_named) return;
  xml.Add("ChecksumAlgorithm", checksum.algorithm->label);
  xml.Add("ChecksumType", checksum.TypeName());
}

// The common prefix that a key falls under, or empty.
std::string CommonPrefixOf(const std::string& key, const ListingParameters& parameters) {
  if (parameters.delimiter.empty()) return "";
  const std::size_t at = key.find(parameters.delimiter, parameters.prefix.size());
  return at == std::string::npos ? "" : key.substr(0, at + parameters.delimiter.size());
}

struct UploadPage {
  std::vector<Upload> uploads;
  std::vector<std::string> common_prefixes;
  bool is_truncated = false;
  std::string next_key;
  std::string next_id;
};

// `all` is in order. After a key marker alone come greater keys; with an upload marker, also the
// later uploads of that key.
UploadPage MakePage(const std::vector<Upload>& all, const ListingParameters& parameters,
                    std::string_view key_marker, std::string_view id_marker) {
  UploadPage page;
  bool is_after_marker = id_marker.empty();
  for (const Upload& upload : all) {
    if (upload.key < key_marker) continue;
    if (upload.key == key_marker && !key_marker.empty()) {
      const bool was_listed = !is_after_marker || id_marker.empty();
      if (upload.id == id_marker) is_after_marker = true;
      if (was_listed) continue;
    }
    if (!upload.key.starts_with(parameters.prefix)) continue;
    const std::string common = CommonPrefixOf(upload.key, parameters);
    // A marker that is a common prefix, or inside one, has shown all of it.
    if (!common.empty() &&
        (key_marker.starts_with(common) ||
         (!page.common_prefixes.empty() && page.common_prefixes.back() == common))) {
      continue;
    }
    if (page.uploads.size() + page.common_prefixes.size() == parameters.max) {
      page.is_truncated = parameters.max > 0;
      return page;
    }
    page.next_key = common.empty() ? upload.key : common;
    page.next_id = common.empty() ? upload.id : "";
    if (common.empty()) {
      page.uploads.push_back(upload);
    } else {
      page.common_prefixes.push_back(common);
    }
  }
  return page;
}

S3Result<int> ParsePartMarker(const S3Call& call) {
  const std::string_view text = call.query.Get("part-number-marker");
  if (text.empty()) return 0;
  const std::optional<int> marker = ParseInt(text);
  if (marker && *marker >= 0) return *marker;
  return Fail(InvalidArgument("Provided part-number-marker not an integer or within integer range",
                              "part-number-marker", std::string(text)));
}

void AddPart(XmlWriter& xml, const ObjectPart& part, const UploadChecksum& checksum) {
  xml.Open("Part").Add("PartNumber", static_cast<std::uint64_t>(part.number));
  xml.Add("LastModified", XmlTime(part.last_modified)).Add("ETag", Quoted(part.etag));
  xml.Add("Size", part.size);
  for (const auto& [name, value] : part.checksums) {
    // What was computed for the whole alone is nobody's business.
    const ChecksumAlgorithm* algorithm = FindChecksum(name);
    const bool is_asked_for = checksum.was_named || algorithm != checksum.algorithm;
    if (algorithm != nullptr && is_asked_for) xml.Add(algorithm->element, value);
  }
  xml.Close();
}

}  // namespace

S3Result<HttpResponse> ListMultipartUploads(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  const ListingParameters parameters = TRY(ParseListing(call, "max-uploads"));
  const std::string key_marker(call.query.Get("key-marker"));
  // Without a key marker, AWS does not look at the other one.
  const std::string id_marker(key_marker.empty() ? "" : call.query.Get("upload-id-marker"));
  const std::vector<Upload> all =
      TRY(FromStore(call.surroundings.objects.ListUploads(call.bucket)));
  const UploadPage page = MakePage(all, parameters, key_marker, id_marker);

  XmlWriter xml("ListMultipartUploadsResult");
  xml.Add("Bucket", call.bucket).Add("KeyMarker", parameters.Encoded(key_marker));
  xml.Add("UploadIdMarker", id_marker);
  if (page.is_truncated) {
    xml.Add("NextKeyMarker", parameters.Encoded(page.next_key));
    xml.Add("NextUploadIdMarker", page.next_id);
  }
  xml.Add("Prefix", parameters.Encoded(parameters.prefix));
  parameters.AddDelimiterAndEncoding(xml);
  xml.Add("MaxUploads", parameters.max).AddFlag("IsTruncated", page.is_truncated);
  for (const Upload& upload : page.uploads) {
    xml.Open("Upload").Add("Key", parameters.Encoded(upload.key)).Add("UploadId", upload.id);
    AddIdentity(xml, "Initiator", bucket.account);
    AddIdentity(xml, "Owner", bucket.account);
    xml.Add("StorageClass", StorageClassOf(upload.attributes));
    xml.Add("Initiated", XmlTime(upload.initiated));
    AddUploadChecksum(xml, upload);
    xml.Close();
  }
  for (const std::string& prefix : page.common_prefixes) {
    xml.Open("CommonPrefixes").Add("Prefix", parameters.Encoded(prefix)).Close();
  }
  return XmlResponse(200, xml.Finish());
}

S3Result<HttpResponse> ListParts(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  const Upload upload = TRY(FindUpload(call));
  const ListingParameters parameters = TRY(ParseListing(call, "max-parts"));
  const int marker = TRY(ParsePartMarker(call));
  const std::vector<ObjectPart> parts =
      TRY(FromStore(call.surroundings.objects.ListParts(call.bucket, call.key, upload.id)));
  const auto begin = std::find_if(parts.begin(), parts.end(), [marker](const ObjectPart& part) {
    return part.number > marker;
  });
  const auto left = static_cast<std::size_t>(parts.end() - begin);
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(left, parameters.max));

  XmlWriter xml("ListPartsResult");
  xml.Add("Bucket", call.bucket).Add("Key", call.key).Add("UploadId", upload.id);
  xml.Add("PartNumberMarker", static_cast<std::uint64_t>(marker));
  const int next = begin == end ? 0 : std::prev(end)->number;
  xml.Add("NextPartNumberMarker", static_cast<std::uint64_t>(next));
  xml.Add("MaxParts", parameters.max).AddFlag("IsTruncated", end != parts.end());
  for (auto part = begin; part != end; ++part) AddPart(xml, *part, UploadChecksumOf(upload));
  AddIdentity(xml, "Initiator", bucket.account);
  AddIdentity(xml, "Owner", bucket.account);
  xml.Add("StorageClass", StorageClassOf(upload.attributes));
  AddUploadChecksum(xml, upload);
  return XmlResponse(200, xml.Finish());
}

}  // namespace portside::s3
