// SPDX-License-Identifier: Apache-2.0
//
// Reads a sidecar without building its JSON: a listing reads one for every object.

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "objects/sidecar.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

class SidecarReader final : public Json::json_sax_t {
 public:
  std::optional<Sidecar> Take() {
    if (!has_records_) return std::nullopt;
    return std::move(sidecar_);
  }

  bool null() override { return Other(); }
  bool boolean(bool value) override {
    if (Where() == Place::kRecord && member_ == "composite_checksum") {
      record_.attributes.composite_checksum = value;
    }
    return Other();
  }
  bool number_integer(number_integer_t value) override { return Number(value); }
  bool number_unsigned(number_unsigned_t value) override {
    return Number(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t, const string_t&) override { return Other(); }
  bool string(string_t& value) override;
  bool binary(binary_t&) override { return false; }

  bool key(string_t& name) override {
    member_ = std::move(name);
    return true;
  }
  bool start_object(std::size_t) override;
  bool end_object() override;
  bool start_array(std::size_t) override;
  bool end_array() override {
    places_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

 private:
  enum class Place { kOutside, kTop, kRecords, kRecord, kParts, kPart, kTexts, kUnknown };

  [[nodiscard]] Place Where() const { return places_.empty() ? Place::kOutside : places_.back(); }
  // What is alone in a document is no sidecar; elsewhere it may be a member of a later version.
  [[nodiscard]] bool Other() const { return !places_.empty(); }
  bool Number(std::int64_t value);
  [[nodiscard]] std::map<std::string, std::string>* TextsOfMember();

  std::vector<Place> places_;
  std::string member_;
  Sidecar sidecar_;
  bool has_records_ = false;
  Record record_;
  ObjectPart part_;
  std::map<std::string, std::string>* texts_ = nullptr;
};

bool SidecarReader::string(string_t& value) {
  switch (Where()) {
    case Place::kTop:
      if (member_ == "key" && !value.empty()) sidecar_.key = std::move(value);
      if (member_ == "key_base64") sidecar_.key = Base64Decode(value).value_or("");
      break;
    case Place::kRecord:
      if (member_ == "etag") record_.etag = std::move(value);
      if (member_ == "content_type") record_.attributes.content_type = std::move(value);
      if (member_ == "upload_id") record_.attributes.upload_id = std::move(value);
      break;
    case Place::kPart:
      if (member_ == "etag") part_.etag = std::move(value);
      break;
    case Place::kTexts: texts_->insert_or_assign(member_, std::move(value)); break;
    default: break;
  }
  return Other();
}

bool SidecarReader::Number(std::int64_t value) {
  const auto size = static_cast<std::uint64_t>(value);
  if (Where() == Place::kRecord) {
    if (member_ == "size") record_.fingerprint.size = size;
    if (member_ == "modified_ns") record_.fingerprint.modified_ns = value;
    if (member_ == "inode") record_.fingerprint.inode = size;
    if (member_ == "last_modified_us") record_.last_modified = FromMicroseconds(value);
  } else if (Where() == Place::kPart) {
    if (member_ == "number") part_.number = static_cast<int>(value);
    if (member_ == "size") part_.size = size;
    if (member_ == "last_modified_us") part_.last_modified = FromMicroseconds(value);
  }
  return Other();
}

std::map<std::string, std::string>* SidecarReader::TextsOfMember() {
  if (Where() == Place::kPart) return member_ == "checksums" ? &part_.checksums : nullptr;
  if (Where() != Place::kRecord) return nullptr;
  ObjectAttributes& attributes = record_.attributes;
  if (member_ == "headers") return &attributes.headers;
  if (member_ == "metadata") return &attributes.metadata;
  if (member_ == "tags") return &attributes.tags;
  if (member_ == "acl") return &attributes.acl;
  if (member_ == "checksums") return &attributes.checksums;
  return nullptr;
}

bool SidecarReader::start_object(std::size_t) {
  Place place = Place::kUnknown;
  if (places_.empty()) {
    place = Place::kTop;
  } else if (Where() == Place::kRecords) {
    place = Place::kRecord;
    record_ = Record();
    // Of no file, until it is said.
    record_.fingerprint.size = UINT64_MAX;
  } else if (Where() == Place::kParts) {
    place = Place::kPart;
    part_ = ObjectPart();
  } else if (auto* texts = TextsOfMember()) {
    place = Place::kTexts;
    texts_ = texts;
  }
  places_.push_back(place);
  return true;
}

bool SidecarReader::end_object() {
  const Place place = places_.back();
  places_.pop_back();
  if (place == Place::kRecord && !record_.etag.empty()) {
    sidecar_.records.push_back(std::make_shared<const Record>(std::move(record_)));
  }
  if (place == Place::kPart) record_.attributes.parts.push_back(std::move(part_));
  return true;
}

bool SidecarReader::start_array(std::size_t) {
  if (places_.empty()) return false;
  Place place = Place::kUnknown;
  if (Where() == Place::kTop && member_ == "records") {
    place = Place::kRecords;
    has_records_ = true;
  } else if (Where() == Place::kRecord && member_ == "parts") {
    place = Place::kParts;
  }
  places_.push_back(place);
  return true;
}

}  // namespace

std::optional<Sidecar> ParseSidecar(std::string_view text) {
  SidecarReader reader;
  if (!Json::sax_parse(text.begin(), text.end(), &reader)) return std::nullopt;
  return reader.Take();
}

}  // namespace portside
