// SPDX-License-Identifier: Apache-2.0
//
// What holds for every operation: errors, identifiers, refusals, the probes of tools.

#include "portside/services/s3/s3_service.h"

#include <gtest/gtest.h>

#include <set>

#include "services/s3/s3_driver.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/router.h"

namespace portside {
namespace {

class S3ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    s3_.MakeBucket("bkt");
    s3_.Put("/bkt/key", "x");
  }
  S3Driver s3_;
};

TEST_F(S3ServiceTest, AnErrorInFull) {
  const S3Answer answer = s3_.Get("/bkt/a%20%3C");
  EXPECT_EQ(answer.Header("Content-Type"), "application/xml");
  EXPECT_EQ(answer.body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code>"
            "<Message>The specified key does not exist.</Message><Key>a &lt;</Key>"
            "<RequestId>" +
                answer.Header("x-amz-request-id") + "</RequestId><HostId>" +
                answer.Header("x-amz-id-2") + "</HostId></Error>");
}

TEST_F(S3ServiceTest, WhatIsNotServedIsRefusedByName) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"PUT", "/bkt?policy", "PutBucketPolicy"},
      {"PUT", "/bkt?versioning=", "PutBucketVersioning"},
      {"PUT", "/bkt?lifecycle", "PutBucketLifecycleConfiguration"},
      {"GET", "/bkt/key?torrent", "GetObjectTorrent"},
      {"POST", "/bkt/key?select&select-type=2", "SelectObjectContent"},
      {"POST", "/bkt/key?restore", "RestoreObject"},
      {"GET", "/bkt?session", "CreateSession"},
      {"PUT", "/bkt/key?renameObject", "RenameObject"},
  };
  for (const auto& [method, target, operation] : cases) {
    const S3Answer answer = s3_.Send(method, target);
    EXPECT_EQ(answer.status, 501) << target;
    EXPECT_EQ(answer.Element("Code"), "NotImplemented");
    EXPECT_EQ(answer.Element("Message"),
              std::string("s3.") + operation + " is not emulated by Portside.");
    EXPECT_EQ(answer.Element("Operation"), operation);
    EXPECT_EQ(s3_.record().operation, operation);
  }
}

TEST_F(S3ServiceTest, MethodsThatMeanNothingAreNotAllowed) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"PATCH", "/bkt/key", "OBJECT"},
      {"POST", "/bkt/key", "OBJECT"},
      {"POST", "/bkt?x", "BUCKET"},
      {"DELETE", "/", "SERVICE"},
  };
  for (const auto& [method, target, type] : cases) {
    const S3Answer answer = s3_.Send(method, target);
    EXPECT_EQ(answer.status, 405) << method << target;
    EXPECT_EQ(answer.Element("Code"), "MethodNotAllowed");
    EXPECT_EQ(answer.Element("Message"),
              "The specified method is not allowed against this resource.");
    EXPECT_EQ(answer.Element("Method"), method);
    EXPECT_EQ(answer.Element("ResourceType"), type);
  }
}

TEST_F(S3ServiceTest, RefusalsComeBeforeTheBody) {
  EXPECT_TRUE(s3_.Put("/bkt?policy", "{}", {{"Expect", "100-continue"}}).was_early);
  EXPECT_EQ(s3_.Put("/bkt?policy", std::string(100'000, 'x')).status, 501);
}

TEST_F(S3ServiceTest, XmlBodiesHaveALimit) {
  s3_.piece_size = 64 * 1024;
  HttpRequest request;
  request.method = "PUT";
  request.target = "/bkt?tagging";
  CallRecord record;
  S3Service service(s3_.objects(), s3_.clock(), {});
  const auto exchange =
      service.Begin(std::move(request), {"id", s3_.account, s3_.region, ""}, record);
  bool wants_more = true;
  for (int i = 0; i < 200 && wants_more; ++i) wants_more = exchange->Write(std::string(65536, 'x'));
  EXPECT_FALSE(wants_more);
  int status = 0;
  exchange->Finish([&status](const HttpResponse& response) { status = response.status; });
  EXPECT_EQ(status, 400);
}

TEST_F(S3ServiceTest, ProbesFindNothingConfigured) {
  const std::tuple<const char*, const char*> absent[] = {
      {"policy", "NoSuchBucketPolicy"},
      {"policyStatus", "NoSuchBucketPolicy"},
      {"cors", "NoSuchCORSConfiguration"},
      {"lifecycle", "NoSuchLifecycleConfiguration"},
      {"website", "NoSuchWebsiteConfiguration"},
      {"replication", "ReplicationConfigurationNotFoundError"},
      {"ownershipControls", "OwnershipControlsNotFoundError"},
      {"publicAccessBlock", "NoSuchPublicAccessBlockConfiguration"},
      {"object-lock", "ObjectLockConfigurationNotFoundError"},
      {"analytics&id=a", "NoSuchConfiguration"},
  };
  for (const auto& [flag, code] : absent) {
    const S3Answer answer = s3_.Get(std::string("/bkt?") + flag);
    EXPECT_EQ(answer.status, 404) << flag;
    EXPECT_EQ(answer.Element("Code"), code) << flag;
    EXPECT_EQ(s3_.Get(std::string("/none?") + flag).Element("Code"), "NoSuchBucket");
  }
  for (const char* flag :
       {"versioning", "logging", "notification", "accelerate", "encryption", "requestPayment",
        "acl", "analytics", "inventory", "metrics", "intelligent-tiering"}) {
    EXPECT_EQ(s3_.Get(std::string("/bkt?") + flag).status, 200) << flag;
  }
  for (const char* flag : {"policy", "cors", "lifecycle", "website", "encryption", "replication"}) {
    EXPECT_EQ(s3_.Send("DELETE", std::string("/bkt?") + flag).status, 204) << flag;
  }
}

TEST_F(S3ServiceTest, OwnersControlTheirThings) {
  for (const char* target : {"/bkt?acl", "/bkt/key?acl"}) {
    const S3Answer acl = s3_.Get(target);
    EXPECT_EQ(acl.Element("Permission"), "FULL_CONTROL") << target;
    EXPECT_NE(acl.body.find("xsi:type=\"CanonicalUser\""), std::string::npos);
    EXPECT_EQ(s3_.Send("PUT", target, {{"x-amz-acl", "private"}}).status, 200);
    EXPECT_EQ(s3_.Send("PUT", target, {{"x-amz-acl", "public-read"}}).status, 200);
    EXPECT_EQ(s3_.Get(target).Elements("Permission"), "FULL_CONTROL READ");
  }
  EXPECT_EQ(s3_.Get("/bkt/none?acl").Element("Code"), "NoSuchKey");
}

TEST(S3OperationsTest, EveryHandlerCanBeReached) {
  std::set<std::string_view> names;
  for (const std::string_view name : s3::AllOperations()) names.insert(name);
  int served = 0;
  for (const std::string_view name : names) served += s3::FindHandler(name) != nullptr ? 1 : 0;
  EXPECT_GE(served, 60);
  EXPECT_EQ(s3::FindHandler("PutBucketPolicy"), nullptr);
  EXPECT_TRUE(names.contains("PutObject"));
  EXPECT_TRUE(names.contains("UploadPart"));
}

}  // namespace
}  // namespace portside
