// SPDX-License-Identifier: Apache-2.0
//
// Several threads on one store: every reader sees a whole object with its own attributes.

#include <gtest/gtest.h>

#include <thread>

#include "portside/base/digest.h"
#include "portside/base/random.h"
#include "portside/objects/directory_object_store.h"
#include "portside/objects/memory_object_store.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

// Keys that get in each other's way: one is the folder of another, folders come and go.
const char* const kKeys[] = {"a", "a/b", "a/b/c", "d/e/f", "d/e/g", "odd//x", "dir/"};

void Work(ObjectStore& store, std::uint64_t seed) {
  Random random(seed);
  for (int round = 0; round < 400; ++round) {
    const std::string key = kKeys[random.Below(std::size(kKeys))];
    switch (random.Below(4)) {
      case 0:
      case 1: {
        const std::string bytes = random.Hex(1 + random.Below(5000));
        ObjectAttributes attributes;
        attributes.metadata = {{"md5", HexDigest(DigestAlgorithm::kMd5, bytes)}};
        auto writer = store.Put("bucket", key, std::move(attributes));
        ASSERT_TRUE(writer);
        ASSERT_TRUE((*writer)->Write(bytes));
        ASSERT_TRUE((*writer)->Commit());
        break;
      }
      case 2: ASSERT_TRUE(store.Remove("bucket", key)); break;
      default: {
        const auto reader = store.Open("bucket", key);
        if (!reader) break;
        const std::string bytes = (*reader)->Read(0, 10'000);
        const std::string md5 = HexDigest(DigestAlgorithm::kMd5, bytes);
        ASSERT_EQ((*reader)->info().etag, md5);
        ASSERT_EQ((*reader)->info().attributes.metadata.at("md5"), md5);
        ASSERT_TRUE(store.List("bucket", {}));
      }
    }
  }
}

void WorkTogether(ObjectStore& store) {
  ASSERT_TRUE(store.CreateBucket({"bucket", "1", "us-east-1", {}, {}}));
  std::vector<std::thread> threads;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    threads.emplace_back([&store, seed] { Work(store, seed); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const char* key : kKeys) ASSERT_TRUE(store.Remove("bucket", key));
  EXPECT_TRUE(store.DeleteBucket("bucket"));
}

TEST(ConcurrencyTest, DirectoryStoreKeepsBytesAndAttributesTogether) {
  TemporaryDirectory directory;
  VirtualClock clock;
  DirectoryObjectStore store(directory.path(), clock, {});
  WorkTogether(store);
}

TEST(ConcurrencyTest, MemoryStoreKeepsBytesAndAttributesTogether) {
  VirtualClock clock;
  MemoryObjectStore store(clock);
  WorkTogether(store);
}

}  // namespace
}  // namespace portside
