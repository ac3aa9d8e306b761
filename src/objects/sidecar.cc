// SPDX-License-Identifier: Apache-2.0

#include "objects/sidecar.h"

#include "objects/file.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

void AddTexts(Json& object, const char* name, const std::map<std::string, std::string>& texts) {
  if (!texts.empty()) object[name] = texts;
}

std::map<std::string, std::string> MemberTexts(const Json& object, const char* name) {
  const auto member = object.find(name);
  return member == object.end() ? std::map<std::string, std::string>() : TextsFromJson(*member);
}

Json RecordToJson(const Record& record) {
  Json json = AttributesToJson(record.attributes);
  json["size"] = record.fingerprint.size;
  json["modified_ns"] = record.fingerprint.modified_ns;
  json["inode"] = record.fingerprint.inode;
  json["etag"] = record.etag;
  json["last_modified_us"] = ToMicroseconds(record.last_modified);
  return json;
}

}  // namespace

Fingerprint Fingerprint::Of(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_size), ModifiedNanoseconds(status),
          static_cast<std::uint64_t>(status.st_ino)};
}

RecordPtr Sidecar::Matching(const Fingerprint& fingerprint) const {
  for (const RecordPtr& record : records) {
    if (record->fingerprint == fingerprint) return record;
  }
  return nullptr;
}

std::int64_t IntegerOr(const Json& object, const char* name, std::int64_t fallback) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_number_integer()) return fallback;
  return member->get<std::int64_t>();
}

std::int64_t ToMicroseconds(Timestamp time) { return time.time_since_epoch().count(); }

Timestamp FromMicroseconds(std::int64_t microseconds) { return Timestamp(Duration(microseconds)); }

Json TextsToJson(const std::map<std::string, std::string>& texts) {
  return texts.empty() ? Json::object() : Json(texts);
}

std::map<std::string, std::string> TextsFromJson(const Json& json) {
  std::map<std::string, std::string> texts;
  if (!json.is_object()) return texts;
  for (const auto& [name, value] : json.items()) {
    if (value.is_string()) texts.emplace(name, value.get<std::string>());
  }
  return texts;
}

Json PartToJson(const ObjectPart& part) {
  Json json = {{"number", part.number},
               {"size", part.size},
               {"etag", part.etag},
               {"last_modified_us", ToMicroseconds(part.last_modified)}};
  AddTexts(json, "checksums", part.checksums);
  return json;
}

ObjectPart PartFromJson(const Json& json) {
  ObjectPart part;
  part.number = static_cast<int>(IntegerOr(json, "number", 0));
  part.size = static_cast<std::uint64_t>(IntegerOr(json, "size", 0));
  part.etag = StringOr(json, "etag");
  part.last_modified = FromMicroseconds(IntegerOr(json, "last_modified_us", 0));
  part.checksums = MemberTexts(json, "checksums");
  return part;
}

Json AttributesToJson(const ObjectAttributes& attributes) {
  Json json = {{"content_type", attributes.content_type}};
  AddTexts(json, "headers", attributes.headers);
  AddTexts(json, "metadata", attributes.metadata);
  AddTexts(json, "tags", attributes.tags);
  AddTexts(json, "acl", attributes.acl);
  AddTexts(json, "checksums", attributes.checksums);
  if (attributes.composite_checksum) json["composite_checksum"] = true;
  if (!attributes.upload_id.empty()) json["upload_id"] = attributes.upload_id;
  for (const ObjectPart& part : attributes.parts) json["parts"].push_back(PartToJson(part));
  return json;
}

ObjectAttributes AttributesFromJson(const Json& json) {
  ObjectAttributes attributes;
  attributes.content_type = StringOr(json, "content_type", attributes.content_type);
  attributes.headers = MemberTexts(json, "headers");
  attributes.metadata = MemberTexts(json, "metadata");
  attributes.tags = MemberTexts(json, "tags");
  attributes.acl = MemberTexts(json, "acl");
  attributes.checksums = MemberTexts(json, "checksums");
  attributes.composite_checksum =
      json.contains("composite_checksum") && json["composite_checksum"] == true;
  attributes.upload_id = StringOr(json, "upload_id");
  if (const auto parts = json.find("parts"); parts != json.end() && parts->is_array()) {
    for (const Json& part : *parts) attributes.parts.push_back(PartFromJson(part));
  }
  return attributes;
}

std::string DumpSidecar(const Sidecar& sidecar) {
  // JSON holds no bytes that are not UTF-8, and a key must come back as it was.
  Json json = {{"records", Json::array()}};
  if (IsValidUtf8(sidecar.key)) {
    json["key"] = sidecar.key;
  } else {
    json["key_base64"] = Base64Encode(sidecar.key);
  }
  for (const RecordPtr& record : sidecar.records) json["records"].push_back(RecordToJson(*record));
  return DumpJson(json);
}

ObjectInfo ToInfo(std::string_view key, const Record& record) {
  return {std::string(key), record.fingerprint.size, record.etag, record.last_modified,
          record.attributes};
}

}  // namespace portside
