// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/object_access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/objects/memory_object_store.h"

namespace portside {
namespace {

class ObjectAccessTest : public ::testing::Test {
 protected:
  ObjectAccessTest() {
    EXPECT_TRUE(store_.CreateBucket({"mine", "1", "us-east-1", clock_.Now(), {}}));
    EXPECT_TRUE(store_.CreateBucket({"theirs", "2", "us-east-1", clock_.Now(), {}}));
  }
  VirtualClock clock_;
  MemoryObjectStore store_{clock_};
  ObjectAccess access_{store_, "1"};
};

TEST_F(ObjectAccessTest, WritesAndReadsWholeObjects) {
  const auto written = access_.WriteAll({"mine", "a/b"}, "bytes", {.content_type = "text/plain"});
  ASSERT_TRUE(written);
  EXPECT_EQ(written->attributes.content_type, "text/plain");
  EXPECT_EQ(access_.ReadAll({"mine", "a/b"}, 5), "bytes");
  const auto large = access_.ReadAll({"mine", "a/b"}, 4);
  ASSERT_FALSE(large);
  EXPECT_EQ(large.error().code, ObjectErrorCode::kTooLarge);
  EXPECT_EQ(large.error().detail, "It has 5 bytes; the limit is 4.");
}

TEST_F(ObjectAccessTest, TheBucketsOfOthersAreClosed) {
  EXPECT_TRUE(access_.FindBucket("mine"));
  const auto denied = ObjectErrorCode::kAccessDenied;
  EXPECT_EQ(access_.FindBucket("theirs").error().code, denied);
  EXPECT_EQ(access_.Put("theirs", "k", {}).error().code, denied);
  EXPECT_EQ(access_.Open("theirs", "k").error().code, denied);
  EXPECT_EQ(access_.Head("theirs", "k").error().code, denied);
  EXPECT_EQ(access_.Remove("theirs", "k").error().code, denied);
  EXPECT_EQ(access_.List("theirs", {}).error().code, denied);
  EXPECT_EQ(access_.FindBucket("nobodys").error().code, ObjectErrorCode::kNoSuchBucket);
}

TEST_F(ObjectAccessTest, ListsEveryObjectOfAPrefixHoweverMany) {
  for (int i = 0; i < 2100; ++i) {
    ASSERT_TRUE(access_.WriteAll({"mine", "p/" + std::to_string(10000 + i)}, "", {}));
  }
  ASSERT_TRUE(access_.WriteAll({"mine", "q"}, "", {}));
  const auto all = access_.ListAll({"mine", "p/"});
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2100u);
  EXPECT_EQ(all->front().key, "p/10000");
  EXPECT_EQ(all->back().key, "p/12099");
}

TEST_F(ObjectAccessTest, AClosedGuardRefusesWhatWasBegun) {
  const auto guard = std::make_shared<WriteGuard>();
  const ObjectAccess guarded(store_, "1", {.guard = guard});
  ASSERT_TRUE(guarded.WriteAll({"mine", "before"}, "1", {}));
  const auto writer = guarded.Put("mine", "late", {});
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->Write("2"));
  guard->Close();
  const auto late = (*writer)->Commit();
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ObjectErrorCode::kAccessDenied);
  EXPECT_FALSE(guarded.Remove("mine", "before"));
  EXPECT_TRUE(access_.Head("mine", "before"));
  EXPECT_FALSE(access_.Head("mine", "late"));
}

}  // namespace
}  // namespace portside
