// SPDX-License-Identifier: Apache-2.0

#include "services/s3/objects/attributes.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/s3/access/acl.h"
#include "services/s3/buckets/tags.h"
#include "services/s3/wire/body_intake.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kMetadataPrefix = "x-amz-meta-";
constexpr std::string_view kEncryption = "x-amz-server-side-encryption";
constexpr std::string_view kStorageClass = "x-amz-storage-class";

struct StoredHeader {
  std::string_view request;
  std::string_view response;
};

// Kept as they are sent, even an Expires that is no date.
constexpr StoredHeader kStoredHeaders[] = {
    {"cache-control", "Cache-Control"},
    {"content-disposition", "Content-Disposition"},
    {"content-language", "Content-Language"},
    {"expires", "Expires"},
    {"x-amz-website-redirect-location", "x-amz-website-redirect-location"},
};

constexpr std::string_view kStorageClasses[] = {
    "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING",
    "GLACIER",  "DEEP_ARCHIVE",       "GLACIER_IR",
};

template <std::size_t kSize>
bool Contains(const std::string_view (&list)[kSize], std::string_view value) {
  return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

bool IsMetadataName(std::string_view name) {
  return name.size() > kMetadataPrefix.size() &&
         EqualsIgnoreCase(name.substr(0, kMetadataPrefix.size()), kMetadataPrefix);
}

bool IsToken(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_word || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

// Repeated headers of one name count as one, joined by commas.
void AddMetadata(std::map<std::string, std::string>& metadata, std::string_view header,
                 std::string_view value) {
  const std::string name = ToLower(header.substr(kMetadataPrefix.size()));
  const auto [it, inserted] = metadata.emplace(name, DecodeMetadata(TrimSpace(value)));
  if (!inserted) it->second += "," + DecodeMetadata(TrimSpace(value));
}

S3Result<void> ParseUserMetadata(const S3Call& call, ObjectAttributes& attributes) {
  attributes.metadata.clear();
  for (const auto& [name, value] : call.request.headers.fields()) {
    if (IsMetadataName(name)) AddMetadata(attributes.metadata, name, value);
  }
  for (const auto& [name, value] : call.query.pairs()) {
    if (IsMetadataName(name)) AddMetadata(attributes.metadata, name, value);
  }
  std::size_t size = 0;
  for (const auto& [name, value] : attributes.metadata) {
    // A query can spell names that no header could carry back.
    if (!IsToken(name)) {
      return Fail(
          InvalidArgument("The metadata name is not a valid header name", "x-amz-meta-*", name));
    }
    size += name.size() + value.size();
  }
  if (size > kMetadataBytes) return Fail(MetadataTooLarge(size));
  return {};
}

void KeepHeader(ObjectAttributes& attributes, std::string_view name, std::string_view value) {
  if (!value.empty()) attributes.headers[std::string(name)] = DecodeMetadata(value);
}

S3Result<void> ParseEncryption(const S3Call& call, ObjectAttributes& attributes) {
  for (const std::string_view name : {"x-amz-server-side-encryption-customer-algorithm",
                                      "x-amz-server-side-encryption-customer-key"}) {
    if (!call.Header(name).empty()) return Fail(NotImplementedHeader(std::string(name)));
  }
  const std::string_view encryption = call.Header(kEncryption);
  if (encryption.empty()) return {};
  if (encryption != "AES256" && encryption != "aws:kms" && encryption != "aws:kms:dsse") {
    return Fail(InvalidArgument("The encryption method specified is not supported",
                                std::string(kEncryption), std::string(encryption)));
  }
  KeepHeader(attributes, kEncryption, encryption);
  const std::string_view key_id = call.Header("x-amz-server-side-encryption-aws-kms-key-id");
  KeepHeader(attributes, "x-amz-server-side-encryption-aws-kms-key-id", key_id);
  return {};
}

// Headers that promise something which no part of Portside would keep.
S3Result<void> RefuseUnkeptPromises(const S3Call& call) {
  for (const std::string_view name : {"x-amz-object-lock-mode", "x-amz-object-lock-legal-hold",
                                      "x-amz-object-lock-retain-until-date"}) {
    if (!call.Header(name).empty()) {
      return Fail(InvalidRequest("Bucket is missing Object Lock Configuration"));
    }
  }
  if (!call.Header("x-amz-write-offset-bytes").empty()) {
    return Fail(NotImplementedHeader("x-amz-write-offset-bytes"));
  }
  return {};
}

std::string DecodeQ(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size()) {
      if (const auto byte = HexDecode(text.substr(i + 1, 2))) {
        decoded += *byte;
        i += 2;
        continue;
      }
    }
    decoded += text[i] == '_' ? ' ' : text[i];
  }
  return decoded;
}

// "=?UTF-8?Q?…?=" or "=?UTF-8?B?…?="; nothing for anything else.
std::optional<std::string> DecodeWord(std::string_view word) {
  constexpr std::string_view kBegin = "=?UTF-8?";
  if (!EqualsIgnoreCase(word.substr(0, kBegin.size()), kBegin) || !word.ends_with("?=") ||
      word.size() < kBegin.size() + 4 || word[kBegin.size() + 1] != '?') {
    return std::nullopt;
  }
  const char encoding = word[kBegin.size()];
  const std::string_view text = word.substr(kBegin.size() + 2, word.size() - kBegin.size() - 4);
  std::optional<std::string> decoded;
  if (encoding == 'Q' || encoding == 'q') decoded = DecodeQ(text);
  if (encoding == 'B' || encoding == 'b') decoded = Base64Decode(text);
  if (decoded && !IsValidUtf8(*decoded)) return std::nullopt;
  return decoded;
}

}  // namespace

std::string DecodeMetadata(std::string_view value) {
  if (value.find("=?") != std::string_view::npos) {
    std::string decoded;
    bool after_word = false;
    for (const std::string_view part : Split(value, ' ')) {
      const std::optional<std::string> word = DecodeWord(part);
      // The space between two encoded words is no part of the text.
      if (!decoded.empty() && !(word && after_word)) decoded += ' ';
      decoded += word ? *word : std::string(part);
      after_word = word.has_value();
    }
    return ToUtf8(decoded);
  }
  return ToUtf8(value);
}

std::string EncodeMetadata(const std::string& value) {
  const auto is_plain = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7F;
  };
  const auto plain = static_cast<std::size_t>(std::count_if(value.begin(), value.end(), is_plain));
  if (plain == value.size()) return value;
  if (plain * 2 <= value.size()) return "=?UTF-8?B?" + Base64Encode(value) + "?=";

  std::string encoded = "=?UTF-8?Q?";
  for (const char c : value) {
    if (c == ' ') {
      encoded += '_';
    } else if (is_plain(c) && c != '=' && c != '?' && c != '_') {
      encoded += c;
    } else {
      encoded += "=" + ToUpper(HexEncode(std::string_view(&c, 1)));
    }
  }
  return encoded + "?=";
}

S3Result<void> ParseMetadata(const S3Call& call, ObjectAttributes& attributes) {
  const Headers& headers = call.request.headers;
  const std::string_view content_type = headers.Get("content-type");
  attributes.content_type =
      content_type.empty() ? ObjectAttributes().content_type : DecodeMetadata(content_type);
  for (const StoredHeader& header : kStoredHeaders) {
    attributes.headers.erase(std::string(header.request));
    KeepHeader(attributes, header.request, call.Header(header.request));
  }
  attributes.headers.erase("content-encoding");
  KeepHeader(attributes, "content-encoding",
             StoredContentEncoding(headers.Get("content-encoding")));
  return ParseUserMetadata(call, attributes);
}

S3Result<ObjectAttributes> ParseAttributes(const S3Call& call) {
  ObjectAttributes attributes;
  TRY(RefuseUnkeptPromises(call));
  TRY(ParseMetadata(call, attributes));
  TRY(ParseEncryption(call, attributes));
  const std::string_view storage_class = call.Header(kStorageClass);
  if (!storage_class.empty() && !Contains(kStorageClasses, storage_class)) {
    return Fail(InvalidStorageClass(std::string(storage_class)));
  }
  if (storage_class != "STANDARD") KeepHeader(attributes, kStorageClass, storage_class);
  attributes.tags = TRY(ParseTaggingHeader(call.Header("x-amz-tagging")));
  attributes.acl = TRY(AclOfNewObject(call));
  return attributes;
}

std::string StorageClassOf(const ObjectAttributes& attributes) {
  const auto it = attributes.headers.find(std::string(kStorageClass));
  return it == attributes.headers.end() ? "STANDARD" : it->second;
}

void AddEncryptionHeaders(const ObjectAttributes& attributes, HttpResponse& response) {
  bool is_named = false;
  for (const auto& [name, value] : attributes.headers) {
    if (!name.starts_with(kEncryption)) continue;
    response.headers.Add(name, value);
    is_named = true;
  }
  if (!is_named) response.headers.Add(std::string(kEncryption), "AES256");
}

void AddObjectHeaders(const ObjectInfo& info, HttpResponse& response) {
  const ObjectAttributes& attributes = info.attributes;
  response.headers.Add("Last-Modified", FormatHttpDate(info.last_modified));
  response.headers.Add("ETag", Quoted(info.etag));
  AddEncryptionHeaders(attributes, response);
  response.headers.Add("Accept-Ranges", "bytes");
  response.headers.Add("Content-Type", EncodeMetadata(attributes.content_type));
  for (const auto& [name, value] : attributes.headers) {
    if (name.starts_with(kEncryption)) continue;
    std::string shown = name == "content-encoding" ? "Content-Encoding" : name;
    for (const StoredHeader& header : kStoredHeaders) {
      if (header.request == name) shown = header.response;
    }
    response.headers.Add(std::move(shown), EncodeMetadata(value));
  }
  for (const auto& [name, value] : attributes.metadata) {
    response.headers.Add(std::string(kMetadataPrefix) + name, EncodeMetadata(value));
  }
  if (!attributes.tags.empty()) {
    response.headers.Add("x-amz-tagging-count", std::to_string(attributes.tags.size()));
  }
}

void AddChecksumHeaders(const ObjectAttributes& attributes, HttpResponse& response) {
  if (attributes.checksums.empty()) return;
  for (const auto& [name, value] : attributes.checksums) {
    response.headers.Add("x-amz-checksum-" + name, value);
  }
  response.headers.Add("x-amz-checksum-type",
                       attributes.composite_checksum ? "COMPOSITE" : "FULL_OBJECT");
}

void AddChecksumElements(const ObjectAttributes& attributes, XmlWriter& xml) {
  if (attributes.checksums.empty()) return;
  for (const auto& [name, value] : attributes.checksums) {
    if (const ChecksumAlgorithm* algorithm = FindChecksum(name)) xml.Add(algorithm->element, value);
  }
  xml.Add("ChecksumType",
          std::string_view(attributes.composite_checksum ? "COMPOSITE" : "FULL_OBJECT"));
}

}  // namespace portside::s3
