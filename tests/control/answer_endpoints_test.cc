// SPDX-License-Identifier: Apache-2.0

#include "portside/control/answer_endpoints.h"

#include "control/control_fixture.h"

namespace portside {
namespace {

class AnswerEndpointsTest : public ControlFixture {
 protected:
  void Refuse(const std::string& body, const std::string& member) {
    const Answer refused = Send("POST", "/_portside/endpoints", body);
    EXPECT_EQ(refused.status, 400) << refused.body;
    EXPECT_EQ(StringOr(refused.body, "member"), member);
  }
};

TEST_F(AnswerEndpointsTest, RulesAreAddedListedAndRemoved) {
  const Answer added =
      Send("PUT", "/_portside/endpoints",
           R"({"endpoint":"e-*","region":"us-west-2","times":2,"answer":{"body_base64":"AP8="}})");
  EXPECT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.body, Json({{"id", "answer-1"},
                              {"endpoint", "e-*"},
                              {"region", "us-west-2"},
                              {"times", 2},
                              {"applied", 0},
                              {"answer",
                               {{"status", 200},
                                {"body_base64", "AP8="},
                                {"content_type", "application/json"},
                                {"latency", 0}}}}));
  EXPECT_EQ(Send("GET", "/_portside/endpoints").body["endpoints"].size(), 1U);
  EXPECT_EQ(Send("DELETE", "/_portside/endpoints/answer-2").status, 404);
  EXPECT_EQ(Send("DELETE", "/_portside/endpoints/answer-1").status, 200);
  EXPECT_EQ(Send("DELETE", "/_portside/endpoints").body, Json({{"removed", 0}}));
}

TEST_F(AnswerEndpointsTest, WhatIsRefusedSaysWhatIsWrong) {
  Refuse("{}", "answer");
  Refuse(R"({"answer":{"status":99}})", "answer.status");
  Refuse(R"({"answer":{"body":"a","body_base64":"AA=="}})", "answer.body_base64");
  Refuse(R"({"answer":{"body_base64":"%"}})", "answer.body_base64");
  Refuse(R"({"answer":{"parts":[{"text":"a"}]}})", "answer.parts[0].text");
  Refuse(R"({"answer":{"stream_error":{"name":"Other"}}})", "answer.stream_error.name");
  Refuse(R"({"answer":{},"endpoints":"e"})", "endpoints");
}

TEST_F(AnswerEndpointsTest, MotosResultsAreRefusedWhereTheyHaveNoBody) {
  const std::string path = "/moto-api/static/sagemaker/endpoint-results";
  EXPECT_EQ(Send("POST", path, R"({"results":[{"Body":"a"}]})").status, 201);
  const Answer refused = Send("POST", path, R"({"results":[{"ContentType":"a"}]})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(StringOr(refused.body, "member"), "results[0].Body");
  EXPECT_EQ(Send("POST", path, "{}").status, 400);
}

}  // namespace
}  // namespace portside
