// SPDX-License-Identifier: Apache-2.0
//
// UploadFolder: multipart uploads under way, each a folder mpu/<id>/ of its bucket's hidden one:
//
//   upload.json       key, time, the object's attributes to be
//   <number>.json     one part: size, ETag, checksums, the name of its body
//   <number>-<n>      the part's bytes
//
// A part's JSON file is what makes its bytes count, so a part is replaced as a whole.
// Thread safe: small files are replaced by renames, and one upload's parts do not touch each other.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "objects/object_folder.h"

namespace portside {

class UploadFolder {
 public:
  explicit UploadFolder(ObjectFolder& objects) : objects_(objects) {}

  ObjectResult<void> Create(const std::string& bucket, const Upload& upload);
  [[nodiscard]] std::optional<Upload> Find(const std::string& bucket, std::string_view key,
                                           std::string_view id) const;
  [[nodiscard]] std::vector<Upload> List(const std::string& bucket) const;
  ObjectResult<std::unique_ptr<ObjectWriter>> Put(const std::string& bucket, const std::string& key,
                                                  const std::string& id, int number);
  [[nodiscard]] std::vector<ObjectPart> Parts(const std::string& bucket,
                                              const std::string& id) const;
  // The parts one after the other, as a new object to be.
  ObjectResult<std::unique_ptr<UploadJoin>> Join(const std::string& bucket, const std::string& key,
                                                 const std::string& id,
                                                 UploadCompletion completion);
  void Remove(const std::string& bucket, const std::string& id);

  // Makes a staged part known. kNoSuchUpload where the upload is gone by now.
  ObjectResult<ObjectPart> CommitPart(StagedFile& staged, const std::string& bucket,
                                      const std::string& key, const std::string& id,
                                      ObjectPart part);

  struct StoredPart {
    ObjectPart part;
    std::string body;  // file name
  };
  [[nodiscard]] std::optional<StoredPart> ReadPart(const std::string& folder, int number) const;
  [[nodiscard]] ObjectFolder& objects() const { return objects_; }

 private:
  ObjectFolder& objects_;
};

}  // namespace portside
