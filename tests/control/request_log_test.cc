// SPDX-License-Identifier: Apache-2.0

#include "portside/control/request_log.h"

#include <gtest/gtest.h>

#include "portside/base/limits.h"

namespace portside {
namespace {

class RequestLogTest : public ::testing::Test {
 protected:
  void End(const std::string& id, const std::string& input = "", const std::string& output = "",
           std::optional<std::uint64_t> size = std::nullopt) {
    Caller caller{id, "123456789012", "us-west-2", "AKID"};
    CallRecord record{.service = "glue", .operation = "GetTags"};
    HttpResponse response;
    response.body = output;
    log_.Ended({.method = "POST",
                .target = target_,
                .headers = headers_,
                .body = input,
                .body_size = size.value_or(input.size()),
                .caller = caller,
                .record = record,
                .response = response,
                .duration = std::chrono::microseconds(1500)});
  }

  VirtualClock clock_;
  RequestLog log_{clock_, 3};
  Headers headers_;
  std::string target_ = "/";
};

TEST_F(RequestLogTest, TheLastRequestsAreKept) {
  for (const char* id : {"a", "b", "c", "d"}) End(id, "in", "out");
  ASSERT_EQ(log_.requests().size(), 3U);
  EXPECT_EQ(log_.Find("a"), nullptr);
  const LoggedRequest* last = log_.Find("d");
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last, &log_.requests().back());
  EXPECT_EQ(last->input.bytes, "in");
  EXPECT_EQ(last->output.bytes, "out");
  EXPECT_EQ(last->time, clock_.Now());
  EXPECT_EQ(log_.Clear(), 3U);
  EXPECT_EQ(log_.Find("d"), nullptr);
}

TEST_F(RequestLogTest, NothingThatSignsIsKept) {
  headers_.Add("authorization", "AWS4-HMAC-SHA256 secret");
  headers_.Add("X-AMZ-SECURITY-TOKEN", "secret");
  headers_.Add("Cookie", "secret");
  headers_.Add("X-Amz-Target", "AWSGlue.GetTags");
  target_ = "/b/k?X-Amz-Credential=AKID&x-amz-signature=secret&X-Amz-Security-Token=secret&a=1";
  End("a");
  const LoggedRequest& kept = log_.requests().front();
  ASSERT_EQ(kept.headers.fields().size(), 1U);
  EXPECT_EQ(kept.headers.Get("X-Amz-Target"), "AWSGlue.GetTags");
  EXPECT_EQ(kept.target, "/b/k?X-Amz-Credential=AKID&x-amz-signature=-&X-Amz-Security-Token=-&a=1");
}

TEST_F(RequestLogTest, TargetsWithoutASignatureStayAsTheyAre) {
  for (const char* target : {"/", "/?", "/?a", "/a?b=1&c=2", "/a?b=1&&c", "/a?b=?&"}) {
    EXPECT_EQ(WithoutSignature(target), target);
  }
  EXPECT_EQ(WithoutSignature("/b/k?Signature=a%2Bb&Expires=1"), "/b/k?Signature=-&Expires=1");
}

TEST_F(RequestLogTest, WhatSignsAFormIsNotKept) {
  const auto field = [](const std::string& name, const std::string& value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  };
  const std::string file =
      "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"policy\"\r\n\r\nbytes\r\n"
      "--b--\r\n";
  const std::string form = field("key", "k") + field("Policy", "secret") +
                           field("X-Amz-Credential", "AKID/1/r/s3/aws4_request") +
                           field("x-amz-signature", "secret") + field("signature", "secret") +
                           field("x-amz-security-token", "secret") + file;
  for (const char* type :
       {"multipart/form-data; boundary=b", "Multipart/Form-Data; boundary=\"b\""}) {
    EXPECT_EQ(WithoutFormSecrets(form, type),
              field("key", "k") + field("X-Amz-Credential", "AKID/1/r/s3/aws4_request") + file);
  }
  EXPECT_EQ(WithoutFormSecrets(form, "text/plain"), form);
  // Hostile ones end.
  for (const std::string odd : {"", "--b", "--b\r\n--b\r\n--b", "\r\n--b name=\"policy\""}) {
    EXPECT_LE(WithoutFormSecrets(odd, "multipart/form-data; boundary=b").size(), odd.size());
  }
}

TEST_F(RequestLogTest, LargeBodiesAreCountedOnly) {
  const std::string large(limits::kKeptBodyBytes + 1, 'x');
  End("a", "", large, large.size());
  const LoggedRequest& kept = log_.requests().front();
  EXPECT_EQ(kept.input.bytes, std::nullopt);
  EXPECT_EQ(kept.input.size, large.size());
  EXPECT_EQ(kept.output.bytes, std::nullopt);
  EXPECT_EQ(kept.output.size, large.size());
}

TEST_F(RequestLogTest, AllRequestsTogetherHaveABound) {
  RequestLog log(clock_, 1'000'000);
  const std::string body(limits::kKeptBodyBytes, 'x');
  const Caller caller{"id", "123456789012", "us-west-2", ""};
  const CallRecord record;
  const HttpResponse response;
  for (std::size_t bytes = 0; bytes < 2 * limits::kKeptBytes; bytes += body.size()) {
    log.Ended({"POST", "/", headers_, body, body.size(), caller, record, response, {}});
  }
  // Heads and what is known of a request take some of it as well.
  EXPECT_EQ(log.requests().size(), limits::kKeptBytes / limits::kKeptBodyBytes - 1);

  log.Clear();
  Headers large;
  large.Add("X-Large", std::string(60'000, 'x'));
  for (int i = 0; i < 200; ++i) {
    log.Ended({"GET", "/", large, "", 0, caller, record, response, {}});
  }
  EXPECT_EQ(log.requests().size(), limits::kKeptBytes / 60'500);
}

TEST_F(RequestLogTest, TheControlPlaneIsPassedOver) {
  CallRecord record{.service = "portside", .operation = "Health"};
  const Caller caller;
  const HttpResponse response;
  log_.Ended({"GET", "/_portside/health", headers_, "", 0, caller, record, response, {}});
  EXPECT_TRUE(log_.requests().empty());
}

}  // namespace
}  // namespace portside
