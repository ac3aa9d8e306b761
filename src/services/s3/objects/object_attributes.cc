// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/wire/checksums.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kHeader = "x-amz-object-attributes";
constexpr std::string_view kNames[] = {"ETag", "Checksum", "ObjectParts", "StorageClass",
                                       "ObjectSize"};

// The names that are asked for. The header may come several times.
S3Result<std::vector<std::string_view>> WantedNames(const S3Call& call) {
  std::vector<std::string_view> wanted;
  for (const auto& [name, value] : call.request.headers.fields()) {
    if (!EqualsIgnoreCase(name, kHeader)) continue;
    for (const std::string_view entry : Split(value, ',')) {
      const std::string_view attribute = TrimSpace(entry);
      if (std::find(std::begin(kNames), std::end(kNames), attribute) == std::end(kNames)) {
        return Fail(InvalidArgument("Invalid attribute name specified.", std::string(kHeader),
                                    std::string(attribute)));
      }
      wanted.push_back(attribute);
    }
  }
  if (wanted.empty()) {
    return Fail(
        InvalidRequest("The x-amz-object-attributes header specifying the attributes to "
                       "be retrieved is either missing or empty"));
  }
  return wanted;
}

S3Result<std::size_t> ParseNumber(const S3Call& call, std::string_view header,
                                  std::size_t fallback) {
  const std::string_view text = call.Header(header);
  if (text.empty()) return fallback;
  const std::optional<int> number = ParseInt(text);
  if (number && *number >= 0) return static_cast<std::size_t>(*number);
  return Fail(
      InvalidArgument("Provided " + std::string(header) + " not an integer or within integer range",
                      std::string(header), std::string(text)));
}

// Here, and only here, a composite checksum is shown without its "-N".
void AddChecksum(XmlWriter& xml, const ObjectAttributes& attributes) {
  if (attributes.checksums.empty()) return;
  ObjectAttributes shown = attributes;
  for (auto& [name, value] : shown.checksums) value = value.substr(0, value.rfind('-'));
  xml.Open("Checksum");
  AddChecksumElements(shown, xml);
  xml.Close();
}

void AddPart(XmlWriter& xml, const ObjectPart& part) {
  xml.Open("Part").Add("PartNumber", static_cast<std::uint64_t>(part.number));
  xml.Add("Size", part.size);
  for (const auto& [name, value] : part.checksums) {
    if (const ChecksumAlgorithm* algorithm = FindChecksum(name)) xml.Add(algorithm->element, value);
  }
  xml.Close();
}

S3Result<void> AddParts(XmlWriter& xml, const S3Call& call, const ObjectAttributes& attributes) {
  const std::vector<ObjectPart>& parts = attributes.parts;
  if (parts.empty()) return {};
  const std::size_t wanted = TRY(ParseNumber(call, "x-amz-max-parts", kListedKeys));
  const std::size_t max = std::min(kListedKeys, wanted);
  const std::size_t marker = TRY(ParseNumber(call, "x-amz-part-number-marker", 0));
  xml.Open("ObjectParts").Add("PartsCount", parts.size());
  // The parts themselves are told only where they had checksums that stayed theirs.
  if (attributes.composite_checksum) {
    const auto begin = std::find_if(parts.begin(), parts.end(), [marker](const ObjectPart& part) {
      return static_cast<std::size_t>(part.number) > marker;
    });
    const std::size_t shown = std::min(static_cast<std::size_t>(parts.end() - begin), max);
    const auto end = begin + static_cast<std::ptrdiff_t>(shown);
    const int last = begin == end ? 0 : std::prev(end)->number;
    xml.Add("PartNumberMarker", marker).Add("MaxParts", max);
    xml.Add("NextPartNumberMarker", static_cast<std::uint64_t>(last));
    xml.AddFlag("IsTruncated", end != parts.end());
    for (auto part = begin; part != end; ++part) AddPart(xml, *part);
  }
  xml.Close();
  return {};
}

}  // namespace

S3Result<HttpResponse> GetObjectAttributes(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(CheckVersion(call));
  const std::vector<std::string_view> wanted = TRY(WantedNames(call));
  const ObjectInfo info = TRY(FromStore(call.surroundings.objects.Head(call.bucket, call.key)));
  const auto wants = [&wanted](std::string_view name) {
    return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };

  XmlWriter xml("GetObjectAttributesResponse");
  if (wants("ETag")) xml.Add("ETag", info.etag);
  if (wants("Checksum")) AddChecksum(xml, info.attributes);
  if (wants("ObjectParts")) TRY(AddParts(xml, call, info.attributes));
  if (wants("StorageClass")) xml.Add("StorageClass", StorageClassOf(info.attributes));
  if (wants("ObjectSize")) xml.Add("ObjectSize", info.size);
  HttpResponse response = XmlResponse(200, xml.Finish());
  response.headers.Add("Last-Modified", FormatHttpDate(info.last_modified));
  return response;
}

}  // namespace portside::s3
