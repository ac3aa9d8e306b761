// SPDX-License-Identifier: Apache-2.0

#include "objects/content.h"

#include "objects/file.h"
#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

struct Sums {
  std::string md5;    // hex
  std::string crc64;  // base64, as S3 writes it
};

Sums Read(int file) {
  Hasher md5(DigestAlgorithm::kMd5);
  Crc crc64(CrcAlgorithm::kCrc64Nvme);
  ReadPieces(file, [&](std::string_view piece) {
    md5.Update(piece);
    crc64.Update(piece);
  });
  return {HexEncode(md5.Finish()), Base64Encode(crc64.Bytes())};
}

// Whether bytes with these sums are those that the record describes. The ETag of a multipart
// upload is no sum of the bytes, but then there is a CRC of the whole, unless the client chose
// another checksum.
bool Describes(const Record& record, const Sums& sums) {
  if (record.etag == sums.md5) return true;
  const auto crc64 = record.attributes.checksums.find("crc64nvme");
  return crc64 != record.attributes.checksums.end() && crc64->second == sums.crc64;
}

bool HasSizeAndTimeOf(const Record& record, const Fingerprint& fingerprint) {
  return record.fingerprint.size == fingerprint.size &&
         record.fingerprint.modified_ns == fingerprint.modified_ns;
}

RecordPtr WithFingerprint(const Record& former, const Fingerprint& fingerprint) {
  Record record = former;
  record.fingerprint = fingerprint;
  return std::make_shared<const Record>(std::move(record));
}

}  // namespace

RecordPtr DescribeFile(int file, const struct stat& status, const std::optional<Sidecar>& sidecar) {
  const Fingerprint fingerprint = Fingerprint::Of(status);
  const bool reads = fingerprint.size <= limits::kHashAtOnceBytes;
  const Sums sums = reads ? Read(file) : Sums();
  for (const RecordPtr& former : sidecar ? sidecar->records : std::vector<RecordPtr>()) {
    if (former->fingerprint.size != fingerprint.size) continue;
    const bool holds = reads ? Describes(*former, sums) : HasSizeAndTimeOf(*former, fingerprint);
    if (holds) return WithFingerprint(*former, fingerprint);
  }

  Record record;
  record.fingerprint = fingerprint;
  record.last_modified = ModifiedAt(status);
  record.etag = sums.md5;
  if (!reads) {
    const std::string stamp =
        std::to_string(fingerprint.size) + " " + std::to_string(fingerprint.modified_ns);
    record.etag = HexDigest(DigestAlgorithm::kMd5, stamp) + "-1";
  }
  return std::make_shared<const Record>(std::move(record));
}

}  // namespace portside
