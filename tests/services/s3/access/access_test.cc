// SPDX-License-Identifier: Apache-2.0

#include "services/s3/access/access.h"

#include <gtest/gtest.h>

#include "portside/objects/memory_object_store.h"
#include "services/s3/access/acl.h"

namespace portside {
namespace {

const Acl kPublic = {{"uri=" + std::string(s3::kAllUsers), "READ"}};
const Acl kSigned = {{"uri=" + std::string(s3::kAuthenticatedUsers), "READ"}};
const Acl kFull = {{"id=" + s3::OwnerId("222222222222"), "FULL_CONTROL"}};

class AccessTest : public testing::Test {
 protected:
  // Whether the operation is granted to another account, or to nobody in particular.
  bool IsGranted(const std::string& operation, bool is_anonymous, const std::string& key = "k") {
    CallRecord record;
    record.operation = operation;
    Caller caller{.request_id = "", .account = "222222222222", .region = "", .access_key = ""};
    const s3::S3Call call{{objects_, clock_, options_}, {}, {}, caller, record, "bkt", key};
    return s3::IsGranted(call, *objects_.FindBucket("bkt"), is_anonymous);
  }
  void Open(const Acl& bucket, const Acl& object) {
    ASSERT_TRUE(objects_.ChangeBucket("bkt", [&](Bucket& changed) { changed.acl = bucket; }));
    ASSERT_TRUE(
        objects_.ChangeAttributes("bkt", "k", [&](ObjectAttributes& it) { it.acl = object; }));
  }
  void SetUp() override {
    ASSERT_TRUE(objects_.CreateBucket({"bkt", "111111111111", "us-east-1", {}, {}}));
    auto writer = objects_.Put("bkt", "k", {});
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->Commit());
  }

  VirtualClock clock_{Timestamp(std::chrono::seconds(1'700'000'000))};
  MemoryObjectStore objects_{clock_};
  S3Options options_;
};

TEST_F(AccessTest, WhatNoAclOpensIsClosed) {
  for (const char* operation : {"GetObject", "PutObject", "ListObjectsV2", "GetBucketTagging"}) {
    EXPECT_FALSE(IsGranted(operation, true)) << operation;
    EXPECT_FALSE(IsGranted(operation, false)) << operation;
  }
}

TEST_F(AccessTest, EachOperationNeedsItsPermission) {
  Open({}, kPublic);
  EXPECT_TRUE(IsGranted("GetObject", true));
  EXPECT_TRUE(IsGranted("HeadObject", false));
  EXPECT_FALSE(IsGranted("GetObjectAcl", true));
  EXPECT_FALSE(IsGranted("ListObjectsV2", true));
  EXPECT_FALSE(IsGranted("GetObject", true, "none"));
  Open(kPublic, {});
  EXPECT_TRUE(IsGranted("ListObjectsV2", true));
  EXPECT_FALSE(IsGranted("GetObject", true));
  EXPECT_FALSE(IsGranted("PutObject", true));
  // Who may list is told that a key is not there.
  EXPECT_TRUE(IsGranted("GetObject", true, "none"));
}

TEST_F(AccessTest, SomeAreForThoseWhoSign) {
  Open(kFull, kSigned);
  EXPECT_FALSE(IsGranted("GetObject", true));
  EXPECT_TRUE(IsGranted("GetObject", false));
  EXPECT_FALSE(IsGranted("PutObject", true));
  EXPECT_TRUE(IsGranted("PutObject", false));
  EXPECT_TRUE(IsGranted("PutBucketAcl", false));
}

TEST_F(AccessTest, EnforcedOwnershipClosesAll) {
  Open(kPublic, kPublic);
  ASSERT_TRUE(
      objects_.ChangeBucket("bkt", [](Bucket& changed) { changed.ownership = s3::kEnforced; }));
  EXPECT_FALSE(IsGranted("GetObject", true));
  EXPECT_FALSE(IsGranted("ListObjects", true));
}

}  // namespace
}  // namespace portside
