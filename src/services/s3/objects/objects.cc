// SPDX-License-Identifier: Apache-2.0

#include "portside/base/encoding.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/wire/conditions.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/range.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

struct Override {
  std::string_view parameter;
  std::string_view header;
};

constexpr Override kOverrides[] = {
    {"response-cache-control", "Cache-Control"},
    {"response-content-disposition", "Content-Disposition"},
    {"response-content-encoding", "Content-Encoding"},
    {"response-content-language", "Content-Language"},
    {"response-content-type", "Content-Type"},
    {"response-expires", "Expires"},
};

// Only who has signed may choose the headers of the answer.
S3Result<void> CheckOverrides(const S3Call& call) {
  if (!call.caller.access_key.empty()) return {};
  for (const Override& override : kOverrides) {
    if (!call.query.Has(override.parameter)) continue;
    return Fail(InvalidRequest(
        "Request specific response headers cannot be used for anonymous GET requests."));
  }
  return {};
}

// Which bytes of the object are asked for.
struct Selection {
  ByteRange range{0, 0};
  bool is_partial = false;
  const ObjectPart* part = nullptr;  // of an object that has parts
};

S3Result<Selection> SelectPart(const S3Call& call, const ObjectInfo& info,
                               std::string_view number_text) {
  const std::optional<int> number = ParseInt(number_text);
  if (!number || *number < 1 || *number > kPartNumber) {
    return Fail(InvalidArgument("Part number must be an integer between 1 and 10000, inclusive",
                                "partNumber", std::string(number_text)));
  }
  if (call.request.headers.Has("range")) {
    return Fail(InvalidRequest("Cannot specify both Range header and partNumber query parameter"));
  }
  const std::vector<ObjectPart>& parts = info.attributes.parts;
  const std::size_t count = parts.empty() ? 1 : parts.size();
  if (static_cast<std::size_t>(*number) > count) {
    return Fail(InvalidPartNumber(count, std::string(number_text)));
  }
  Selection selection;
  selection.is_partial = true;
  std::uint64_t length = info.size;
  if (!parts.empty()) {
    const auto index = static_cast<std::size_t>(*number) - 1;
    for (std::size_t i = 0; i < index; ++i) selection.range.first += parts[i].size;
    selection.part = &parts[index];
    length = parts[index].size;
  }
  if (length == 0) return Selection();
  selection.range.last = selection.range.first + length - 1;
  return selection;
}

S3Result<Selection> Select(const S3Call& call, const ObjectInfo& info) {
  if (const auto part = call.query.Find("partNumber")) return SelectPart(call, info, *part);
  const std::string_view header = call.request.headers.Get("range");
  if (header.empty() || !IsStill(call.request.headers.Get("if-range"), info)) return Selection();
  const std::optional<ByteRange> range = TRY(ParseRange(header, info.size));
  if (!range) return Selection();
  return Selection{*range, true, nullptr};
}

// Checksums are told to those who ask for them, and never of a range, where clients would compare
// them with what they got.
void AddRequestedChecksums(const S3Call& call, const ObjectInfo& info, const Selection& selection,
                           HttpResponse& response) {
  if (!EqualsIgnoreCase(call.Header("x-amz-checksum-mode"), "ENABLED")) return;
  if (!selection.is_partial) return AddChecksumHeaders(info.attributes, response);
  if (selection.part == nullptr) return;
  ObjectAttributes of_part;
  of_part.checksums = selection.part->checksums;
  of_part.composite_checksum = info.attributes.composite_checksum;
  AddChecksumHeaders(of_part, response);
}

HttpResponse NotModified(const ObjectInfo& info) {
  HttpResponse response = EmptyResponse(304);
  response.headers.Add("Last-Modified", FormatHttpDate(info.last_modified));
  response.headers.Add("ETag", Quoted(info.etag));
  return response;
}

}  // namespace

// GetObject and HeadObject: the same answer, with and without its body.
S3Result<HttpResponse> GetObject(S3Call& call) {
  TRY(CheckOverrides(call));
  TRY(OwnBucket(call));
  TRY(CheckVersion(call));
  const std::unique_ptr<ObjectReader> reader =
      TRY(FromStore(call.surroundings.objects.Open(call.bucket, call.key)));
  const ObjectInfo& info = reader->info();
  const Outcome outcome = TRY(CheckRead(ReadConditions(call), info, call.surroundings.clock.Now()));
  if (outcome == Outcome::kNotModified) return NotModified(info);

  const Selection selection = TRY(Select(call, info));
  HttpResponse response = EmptyResponse(selection.is_partial ? 206 : 200);
  AddObjectHeaders(info, response);
  AddRequestedChecksums(call, info, selection, response);
  if (selection.part != nullptr) {
    response.headers.Add("x-amz-mp-parts-count", std::to_string(info.attributes.parts.size()));
  }
  for (const Override& override : kOverrides) {
    const std::string_view value = call.query.Get(override.parameter);
    if (!value.empty()) response.headers.Set(override.header, EncodeMetadata(std::string(value)));
  }

  std::uint64_t length = info.size;
  if (selection.is_partial) {
    const ByteRange& range = selection.range;
    length = range.length();
    response.headers.Add("Content-Range", "bytes " + std::to_string(range.first) + "-" +
                                              std::to_string(range.last) + "/" +
                                              std::to_string(info.size));
  }
  if (call.IsHead()) {
    response.content_length = length;
  } else if (length > 0) {
    response.body = reader->AsBody(selection.range.first, length);
  }
  return response;
}

// What was not there is deleted too, as far as S3 is concerned.
S3Result<HttpResponse> DeleteObject(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(CheckVersion(call));
  TRY(CheckWrite(call, call.objects()));
  TRY(FromStore(call.surroundings.objects.Remove(call.bucket, call.key)));
  return EmptyResponse(204);
}

S3Result<HttpResponse> OptionsObject(S3Call&) { return Fail(AccessForbidden()); }

}  // namespace portside::s3
