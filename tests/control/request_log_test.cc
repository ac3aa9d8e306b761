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

TEST_F(RequestLogTest, LargeBodiesAreCountedOnly) {
  const std::string large(limits::kKeptBodyBytes + 1, 'x');
  End("a", "", large, large.size());
  const LoggedRequest& kept = log_.requests().front();
  EXPECT_EQ(kept.input.bytes, std::nullopt);
  EXPECT_EQ(kept.input.size, large.size());
  EXPECT_EQ(kept.output.bytes, std::nullopt);
  EXPECT_EQ(kept.output.size, large.size());
}

TEST_F(RequestLogTest, AllBodiesTogetherHaveABound) {
  RequestLog log(clock_, 1'000'000);
  const std::string body(limits::kKeptBodyBytes, 'x');
  const Caller caller{"id", "123456789012", "us-west-2", ""};
  const CallRecord record;
  const HttpResponse response;
  for (std::size_t bytes = 0; bytes < 2 * limits::kKeptBytes; bytes += body.size()) {
    log.Ended({"POST", "/", headers_, body, body.size(), caller, record, response, {}});
  }
  EXPECT_EQ(log.requests().size(), limits::kKeptBytes / limits::kKeptBodyBytes);
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
