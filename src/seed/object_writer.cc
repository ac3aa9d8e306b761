// SPDX-License-Identifier: Apache-2.0

#include "seed/object_writer.h"

#include <fstream>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

using Write = std::function<ObjectResult<void>(std::string_view)>;

// Hands out the bytes in pieces; false where they cannot be read.
ObjectResult<bool> ReadContent(const SeedObject& object, const Write& write) {
  if (object.source == SeedObject::Source::kInline) {
    TRY(write(object.content));
    return true;
  }
  std::ifstream stream(object.content, std::ios::binary);
  std::string piece(limits::kStreamChunkBytes, '\0');
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())) ||
         stream.gcount() > 0) {
    TRY(write(std::string_view(piece).substr(0, static_cast<std::size_t>(stream.gcount()))));
  }
  return stream.is_open() && !stream.bad();
}

ObjectResult<bool> Put(const SeedObject& object, const ObjectAccess& objects) {
  const std::unique_ptr<ObjectWriter> writer =
      TRY(objects.Put(object.bucket, object.key, object.attributes));
  // The checksum that S3 keeps where a client asks for none.
  Crc crc(CrcAlgorithm::kCrc64Nvme);
  const bool is_read = TRY(ReadContent(object, [&](std::string_view piece) {
    crc.Update(piece);
    return writer->Write(piece);
  }));
  if (!is_read) return false;
  writer->attributes().checksums["crc64nvme"] = Base64Encode(crc.Bytes());
  TRY(writer->Commit());
  return true;
}

}  // namespace

FileResult<void> WriteSeedObject(const std::string& file, const SeedObject& object,
                                 const ObjectAccess& objects) {
  const ObjectResult<bool> put = Put(object, objects);
  if (!put) return Fail(FileError{file, object.line, put.error().Describe()});
  if (*put) return {};
  return Fail(FileError{file, object.line, object.content + " cannot be read"});
}

}  // namespace portside
