// SPDX-License-Identifier: Apache-2.0

#include "portside/services/sts/sts_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside {
namespace {

using testing::HasSubstr;

HttpResponse Ask(const std::string& method, const std::string& target, const std::string& body,
                 CallRecord& record) {
  StsService sts;
  const auto exchange = sts.Begin(
      {.method = method, .target = target, .headers = {}, .body = "", .remote = ""},
      {.request_id = "id-1", .account = "123456789012", .region = "us-east-1", .access_key = "AK"},
      record);
  exchange->Write(body);
  HttpResponse answer;
  exchange->Finish([&answer](HttpResponse response) { answer = std::move(response); });
  return answer;
}

TEST(StsServiceTest, TellsTheCallersAccountByPostAndGet) {
  for (const bool post : {true, false}) {
    const std::string form = "Action=GetCallerIdentity&Version=2011-06-15";
    CallRecord record;
    const HttpResponse answer =
        post ? Ask("POST", "/", form, record) : Ask("GET", "/?" + form, "", record);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.Get("Content-Type"), "text/xml");
    EXPECT_EQ(std::get<std::string>(answer.body),
              "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n"
              "  <GetCallerIdentityResult>\n"
              "    <Arn>arn:aws:iam::123456789012:root</Arn>\n"
              "    <UserId>123456789012</UserId>\n"
              "    <Account>123456789012</Account>\n"
              "  </GetCallerIdentityResult>\n"
              "  <ResponseMetadata>\n"
              "    <RequestId>id-1</RequestId>\n"
              "  </ResponseMetadata>\n"
              "</GetCallerIdentityResponse>\n");
    EXPECT_EQ(record.operation, "GetCallerIdentity");
    EXPECT_EQ(record.error, "");
  }
}

TEST(StsServiceTest, RefusesEverythingElseByName) {
  const struct {
    const char* form;
    int status;
    const char* code;
    const char* text;
  } kCases[] = {
      {"Action=AssumeRole&Version=2011-06-15", 501, "NotImplemented", "sts.AssumeRole"},
      {"Action=Nope&Version=2011-06-15", 400, "InvalidAction",
       "Could not find operation Nope for version 2011-06-15"},
      {"Action=GetCallerIdentity&Version=1999-01-01", 400, "InvalidAction", "1999-01-01"},
      {"Action=%3Cb%3E", 400, "InvalidAction", "&lt;b&gt;"},
      {"", 400, "MissingAction", "Action"},
  };
  for (const auto& test : kCases) {
    CallRecord record;
    const HttpResponse answer = Ask("POST", "/", test.form, record);
    EXPECT_EQ(answer.status, test.status) << test.form;
    EXPECT_EQ(record.error, test.code) << test.form;
    const std::string& body = std::get<std::string>(answer.body);
    EXPECT_THAT(body, HasSubstr("<Code>" + std::string(test.code) + "</Code>"));
    EXPECT_THAT(body, HasSubstr(test.text));
    EXPECT_THAT(body, HasSubstr("<RequestId>id-1</RequestId>"));
  }
}

}  // namespace
}  // namespace portside
