// SPDX-License-Identifier: Apache-2.0
//
// Random keys and questions: the listing of both stores is what the plainest means give. The input
// is lines: prefix, delimiter, start, page size (one byte), then one key each.

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "objects/listing_model.h"
#include "portside/base/encoding.h"
#include "portside/objects/directory_object_store.h"
#include "portside/objects/memory_object_store.h"
#include "support/temporary_directory.h"

namespace {

using namespace portside;

struct Stores {
  VirtualClock clock;
  TemporaryDirectory folder;
  MemoryObjectStore memory{clock};
  DirectoryObjectStore directory{folder.path(), clock, {}};
};

void Compare(ObjectStore& store, const std::set<std::string>& keys, const ListQuery& query) {
  store.RemoveBuckets({});
  if (!store.CreateBucket({"bucket", "1", "us-east-1", {}, {}})) std::abort();
  for (const std::string& key : keys) {
    auto writer = store.Put("bucket", key, {});
    if (!writer || !(*writer)->Commit()) std::abort();
  }
  const auto page = store.List("bucket", query);
  if (!page || !(Flatten(*page) == ListPlainly(keys, query))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Stores stores;
  const auto lines = Split(std::string_view(reinterpret_cast<const char*>(data), size), '\n');
  if (lines.size() < 5 || lines.size() > 40) return 0;

  ListQuery query;
  query.prefix = lines[0];
  query.delimiter = lines[1];
  query.start_after = lines[2];
  query.max = lines[3].empty() ? 1000 : static_cast<unsigned char>(lines[3][0]) % 16;
  std::set<std::string> keys;
  for (std::size_t i = 4; i < lines.size(); ++i) {
    if (!lines[i].empty() && lines[i].size() <= 1024) keys.emplace(lines[i]);
  }
  Compare(stores.memory, keys, query);
  Compare(stores.directory, keys, query);
  return 0;
}
