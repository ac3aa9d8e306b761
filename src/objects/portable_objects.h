// SPDX-License-Identifier: Apache-2.0
//
// PortableObjects: the files of a snapshot on their way from one store to another. Fingerprints do
// not travel (an inode is a place on one disk), so a sidecar travels with the one record that is
// true of its body, and gets the fingerprint of the body where it arrives.

#pragma once

#include <string>
#include <vector>

#include "objects/hidden_folder.h"
#include "objects/saved_tree.h"

namespace portside {

class PortableObjects {
 public:
  // `name` is the snapshot's folder beneath `hidden`.
  PortableObjects(const HiddenFolder& hidden, std::string name)
      : hidden_(hidden), name_(std::move(name)) {}

  // Of a snapshot that was saved here. Its sidecars are its own afterwards.
  SnapshotResult Export();
  // Of files that arrived, whoever made them: looks at every name and every sidecar.
  SnapshotResult Import();

 private:
  // A body, and the sidecar that is or should be beside it.
  struct Described {
    std::string body;  // beneath the hidden folder, both
    std::string sidecar;
    std::string key;  // "" of odd ones: their sidecar says it
    Fingerprint original;
  };
  [[nodiscard]] std::vector<Described> BodiesOf(const SavedBucket& bucket) const;
  void KeepTrueRecord(const Described& body) const;
  [[nodiscard]] Expected<void, std::string> Adopt(const Described& body) const;
  [[nodiscard]] Expected<SavedBucket, std::string> ImportBucket(const std::string& bucket) const;
  [[nodiscard]] std::string VisibleOf(const std::string& bucket) const;
  [[nodiscard]] std::string HiddenOf(const std::string& bucket) const;
  void Write(const std::string& path, const Sidecar& sidecar) const;

  const HiddenFolder& hidden_;
  std::string name_;
};

}  // namespace portside
