// SPDX-License-Identifier: Apache-2.0
//
// ObjectSnapshot: buckets kept in a folder of .portside, <name>/, and brought back from there:
//
//   objects.json        whose the buckets are, and the fingerprint of each file
//   visible/<bucket>/   links to the files of s3/<bucket>
//   hidden/<bucket>/    links to those of .portside/s3/<bucket>: sidecars, odd bodies, uploads
//
// What has not changed costs one look at its status. Call with ObjectFolder's lock held.

#pragma once

#include <string>
#include <vector>

#include "objects/object_folder.h"
#include "objects/saved_tree.h"

namespace portside {

class ObjectSnapshot {
 public:
  ObjectSnapshot(ObjectFolder& objects, std::string name)
      : objects_(objects), name_(std::move(name)) {}

  // std::system_error where the disk refuses, a full one too.
  std::uint64_t Save(const std::vector<Bucket>& buckets);
  // Nothing where there is none, or it is damaged.
  [[nodiscard]] std::optional<std::vector<SavedBucket>> Read() const;
  // Looks at every file; one sentence where one cannot be brought back. Changes nothing.
  [[nodiscard]] Expected<void, std::string> Check(const std::vector<SavedBucket>& buckets);
  // After Check, which has found out what is to be done.
  void Restore(const std::vector<SavedBucket>& buckets);

 private:
  // Files whose places in `to` hold something else by now, by folder.
  struct Change {
    const SavedFolder* folder;
    std::vector<const SavedFile*> files;
  };
  // One half of a bucket: where its files are, and where the snapshot keeps them.
  struct Half {
    int root;
    std::string path;
    std::string kept;
    const SavedTree* tree;
    TreeFilter filter;
    std::vector<Change> changes = {};
  };

  Half VisibleOf(const SavedBucket& bucket) const;
  Half HiddenOf(const SavedBucket& bucket) const;
  Expected<void, std::string> Compare(Half& half) const;
  void PutBack(const Half& half, const SavedBucket& bucket);
  void Adopt(const SavedBucket& bucket, const Half& half, const SavedFolder& folder,
             const SavedFile& file, const Fingerprint& now);

  ObjectFolder& objects_;
  std::string name_;
  std::vector<Half> halves_;
};

// "The bucket … belongs to …": why a snapshot of a part cannot bring a bucket back.
std::string OtherOwner(const Bucket& bucket);

}  // namespace portside
