// SPDX-License-Identifier: Apache-2.0

#include "services/s3/buckets/tags.h"

#include "portside/base/encoding.h"
#include "portside/http/uri.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

// Letters, digits and space of every script, and + - = . _ : / @ (AWS user guide). Outside of
// ASCII everything passes: the user guide does not say which scripts.
bool IsTagText(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_word =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
    if (!is_word && std::string_view(" +-=._:/@").find(c) == std::string_view::npos) return false;
  }
  return true;
}

S3Result<void> CheckTag(const std::string& key, const std::string& value) {
  if (key.empty() || Utf8Length(key) > kTagKeyLength || !IsTagText(key)) {
    return Fail(InvalidTag("The TagKey you have provided is invalid", key));
  }
  if (key.starts_with("aws:")) {
    return Fail(InvalidTag("System tags cannot be added/updated by requester", key));
  }
  if (Utf8Length(value) > kTagValueLength || !IsTagText(value)) {
    return Fail(InvalidTag("The TagValue you have provided is invalid", key));
  }
  return {};
}

}  // namespace

S3Result<Tags> ParseTaggingHeader(std::string_view header) {
  Tags tags;
  const Query pairs = Query::Parse(header);
  for (const auto& [key, value] : pairs.pairs()) {
    if (!IsValidUtf8(key) || !IsValidUtf8(value) || !tags.emplace(key, value).second) {
      return Fail(InvalidTaggingHeader(std::string(header)));
    }
    TRY(CheckTag(key, value));
  }
  if (tags.size() > kObjectTags) return Fail(TooManyTags());
  return tags;
}

S3Result<Tags> ParseTagSet(const XmlElement& tag_set, std::size_t max) {
  Tags tags;
  for (const XmlElement& tag : tag_set.children) {
    const XmlElement* key = tag.Find("Key");
    const XmlElement* value = tag.Find("Value");
    if (tag.name != "Tag" || key == nullptr || value == nullptr) return Fail(MalformedXml());
    TRY(CheckTag(key->text, value->text));
    if (!tags.emplace(key->text, value->text).second) {
      return Fail(InvalidTag("Cannot provide multiple Tags with the same key", key->text));
    }
    if (tags.size() > max) return Fail(TooManyTags());
  }
  return tags;
}

S3Result<Tags> ParseTagging(const XmlElement& tagging, std::size_t max) {
  const XmlElement* tag_set = tagging.Find("TagSet");
  if (tagging.name != "Tagging" || tag_set == nullptr) return Fail(MalformedXml());
  return ParseTagSet(*tag_set, max);
}

std::string TaggingDocument(const Tags& tags) {
  XmlWriter xml("Tagging");
  xml.Open("TagSet");
  for (const auto& [key, value] : tags) xml.Open("Tag").Add("Key", key).Add("Value", value).Close();
  return xml.Finish();
}

}  // namespace portside::s3
