// SPDX-License-Identifier: Apache-2.0
//
// StagedWriter: the common half of writing an object and writing a part: bytes go to a staging
// file and through the ETag's hash. What committing means is the subclass's.

#pragma once

#include <string>
#include <string_view>

#include "objects/staged_file.h"
#include "portside/base/digest.h"
#include "portside/objects/object_store.h"

namespace portside {

class StagedWriter : public ObjectWriter {
 public:
  StagedWriter(StagedFile staged, std::string bucket, std::string key, ObjectAttributes attributes);

  ObjectResult<void> Write(std::string_view piece) override;
  ObjectAttributes& attributes() override { return attributes_; }
  const std::string& Etag() override;

 protected:
  StagedFile staged_;
  std::string bucket_;
  std::string key_;
  ObjectAttributes attributes_;

 private:
  Hasher md5_;
  std::string etag_;
};

}  // namespace portside
