// SPDX-License-Identifier: Apache-2.0

#include "services/s3/handlers.h"

namespace portside::s3 {
namespace {

constexpr auto kChecked = HandlerEntry::Body::kChecked;

constexpr HandlerEntry kHandlers[] = {
    {"GetObject", GetObject},
    {"HeadObject", GetObject},
    {"ListObjectsV2", ListObjectsV2},
    {"ListObjects", ListObjects},
    {"ListObjectVersions", ListObjectVersions},
    {"HeadBucket", HeadBucket},
    {"ListBuckets", ListBuckets},
    {"DeleteObject", DeleteObject},
    {"DeleteObjects", DeleteObjects, kChecked},
    {"CopyObject", CopyObject},
    {"CreateBucket", CreateBucket, kChecked},
    {"DeleteBucket", DeleteBucket},
    {"GetBucketLocation", GetBucketLocation},
    {"OptionsObject", OptionsObject},
};

}  // namespace

const HandlerEntry* FindHandler(std::string_view operation) {
  for (const HandlerEntry& entry : kHandlers) {
    if (entry.operation == operation) return &entry;
  }
  return nullptr;
}

}  // namespace portside::s3
