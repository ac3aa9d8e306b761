// SPDX-License-Identifier: Apache-2.0
//
// What a snapshot knows of the files that it keeps. It keeps them as hard links: Portside replaces
// files by renames and never writes into one, so what a link leads to stays as it was. A person
// may write into a file all the same; the fingerprint then tells.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "objects/sidecar.h"

namespace portside {

struct SavedFile {
  std::string name;
  Fingerprint original;  // of the file in its bucket when it was saved
  Fingerprint kept;      // of the snapshot's link to it, or of its copy where no link can be made
};

struct SavedFolder {
  std::string path;  // beneath the bucket's folder; "" is that folder itself
  std::vector<SavedFile> files;
};

// A folder and everything in it, parents before their children.
using SavedTree = std::vector<SavedFolder>;

struct SavedBucket {
  std::string name;
  std::string account;
  std::string region;
  std::uint64_t objects = 0;
  SavedTree visible;  // of s3/<bucket>
  SavedTree hidden;   // of .portside/s3/<bucket>
};

std::string DumpBuckets(const std::vector<SavedBucket>& buckets);
// The list of a snapshot, `path` beneath `folder`. Nothing where there is none, or it is damaged.
std::optional<std::vector<SavedBucket>> ReadBuckets(int folder, const std::string& path);

// Which entries of a folder belong to a tree.
using TreeFilter = bool (*)(std::string_view name);
// Those that can be part of a plain key.
bool IsOfKeys(std::string_view name);
// All of them.
bool IsOfHidden(std::string_view name);

// What is in a folder, as it is: for files that nobody has saved here.
SavedTree ListTree(int folder, TreeFilter filter);
// Keeps what is in `from` in the empty folder `to`. Throws where the disk refuses.
SavedTree KeepTree(int from, int to, TreeFilter filter);
// The same with one file, `as` a name that is free. False: it is no file any more.
bool KeepFile(int from, int to, SavedFile& file, const std::string& as);

}  // namespace portside
