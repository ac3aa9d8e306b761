// SPDX-License-Identifier: Apache-2.0
//
// Sidecars: what a file cannot say of itself (content type, metadata, tags, ETag, checksums), as
// one small JSON file per key.
//
// A sidecar holds up to two records, the newest first, each with the fingerprint of the file that
// it describes; the record whose fingerprint fits the file on disk is the true one. That makes
// replacing an object atomic without a journal: the sidecar with both records is put in place
// first, then the new body is. A crash between the two leaves the old body, and its record still
// fits.

#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/objects/object_store.h"

namespace portside {

// Changes whenever a file is replaced or written to.
struct Fingerprint {
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  std::uint64_t inode = 0;

  static Fingerprint Of(const struct stat& status);
  bool operator==(const Fingerprint&) const = default;
};

struct Record {
  Fingerprint fingerprint;
  std::string etag;
  Timestamp last_modified{};
  ObjectAttributes attributes;
};

using RecordPtr = std::shared_ptr<const Record>;

struct Sidecar {
  std::string key;
  std::vector<RecordPtr> records;  // newest first

  [[nodiscard]] RecordPtr Matching(const Fingerprint& fingerprint) const;
};

std::string DumpSidecar(const Sidecar& sidecar);
// Nothing where the text is damaged or of another program. In sidecar_reader.cc.
std::optional<Sidecar> ParseSidecar(std::string_view text);

ObjectInfo ToInfo(std::string_view key, const Record& record);

// The parts of a sidecar that multipart uploads store as well.
Json AttributesToJson(const ObjectAttributes& attributes);
ObjectAttributes AttributesFromJson(const Json& json);
Json PartToJson(const ObjectPart& part);
ObjectPart PartFromJson(const Json& json);
Json TextsToJson(const std::map<std::string, std::string>& texts);
std::map<std::string, std::string> TextsFromJson(const Json& json);
std::int64_t IntegerOr(const Json& object, const char* name, std::int64_t fallback);
std::int64_t ToMicroseconds(Timestamp time);
Timestamp FromMicroseconds(std::int64_t microseconds);

}  // namespace portside
