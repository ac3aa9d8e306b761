// SPDX-License-Identifier: Apache-2.0

#include "portside/control/transition_endpoints.h"

#include "control/control_fixture.h"

namespace portside {
namespace {

class TransitionEndpointsTest : public ControlFixture {
 protected:
  Answer Set(const std::string& transition, const std::string& match = "{}") {
    return Send("POST", "/_portside/transitions",
                R"({"match":)" + match + R"(,"transition":)" + transition + "}");
  }
};

TEST_F(TransitionEndpointsTest, ImmediateTransitionsTakeNoTime) {
  const Answer set = Set(R"({"progression":"immediate"})");
  EXPECT_EQ(set.status, 201);
  EXPECT_EQ(set.body, Json({{"id", "transition-1"},
                            {"match", Json::object()},
                            {"transition", {{"progression", "immediate"}}}}));
  StartJob("job");
  EXPECT_EQ(StatusOf("job"), "FAILED");  // there is no archive
}

TEST_F(TransitionEndpointsTest, TimeIsSpentInEachState) {
  Set(R"({"progression":"time","seconds":60})", R"({"kind":"sagemaker::*"})");
  StartJob("job");
  Advance("59");
  EXPECT_EQ(StatusOf("job"), "STARTING");
  Advance("1");
  EXPECT_EQ(StatusOf("job"), "INPROGRESS");
  Advance("60");
  EXPECT_EQ(StatusOf("job"), "FAILED");
}

TEST_F(TransitionEndpointsTest, PollsMoveAJobOn) {
  Set(R"({"progression":"polls","times":2})", R"({"name":"polled"})");
  StartJob("polled");
  StartJob("other");
  Advance("3600");
  EXPECT_EQ(StatusOf("other"), "FAILED");
  std::string seen;
  for (int i = 0; i < 6; ++i) seen += StatusOf("polled") + " ";
  EXPECT_EQ(seen, "STARTING STARTING INPROGRESS INPROGRESS FAILED FAILED ");
}

TEST_F(TransitionEndpointsTest, ManualTransitionsWaitForTheirRelease) {
  Set(R"({"progression":"manual"})");
  StartJob("one");
  StartJob("two");
  Advance("3600");
  EXPECT_EQ(StatusOf("one"), "STARTING");
  const Answer released =
      Send("POST", "/_portside/transitions/release", R"({"name":"one","region":"us-west-2"})");
  EXPECT_EQ(released.body, Json({{"released", 1}}));
  EXPECT_EQ(StatusOf("one"), "INPROGRESS");
  EXPECT_EQ(StatusOf("two"), "STARTING");
  EXPECT_EQ(Send("POST", "/_portside/transitions/release").body, Json({{"released", 2}}));
  EXPECT_EQ(StatusOf("one"), "FAILED");
  EXPECT_EQ(StatusOf("two"), "INPROGRESS");
}

TEST_F(TransitionEndpointsTest, WithoutItsRuleAJobGoesOn) {
  const std::string id = Set(R"({"progression":"manual"})").body["id"];
  StartJob("job");
  Advance("3600");
  EXPECT_EQ(Send("DELETE", "/_portside/transitions/" + id).status, 200);
  Advance("60");
  EXPECT_EQ(StatusOf("job"), "FAILED");
  EXPECT_EQ(Send("DELETE", "/_portside/transitions/" + id).status, 404);
}

TEST_F(TransitionEndpointsTest, TheRuleThatWasSetLastCounts) {
  Set(R"({"progression":"manual"})");
  Set(R"({"progression":"immediate"})", R"({"kind":"sagemaker::compilation_job"})");
  Set(R"({"progression":"polls","times":3})");
  Set(R"({"progression":"time","seconds":0})");
  const Json list = Send("GET", "/_portside/transitions").body;
  ASSERT_EQ(list["transitions"].size(), 2U) << list;
  EXPECT_EQ(list["transitions"][0]["transition"]["progression"], "time");
  EXPECT_EQ(list["transitions"][1]["transition"]["progression"], "immediate");
  EXPECT_EQ(list["kinds"].size(), 43U) << list["kinds"];
}

TEST_F(TransitionEndpointsTest, MotosPathsDoTheSame) {
  const std::string base = "/moto-api/state-manager/";
  const std::string model = "sagemaker::compilation_job";
  EXPECT_EQ(Send("GET", base + "get-transition?model_name=" + model).body,
            Json({{"progression", "time"}}));
  const Answer set =
      Send("POST", base + "set-transition",
           R"({"model_name":")" + model + R"(","transition":{"progression":"manual","times":1}})");
  EXPECT_EQ(set.status, 201) << set.body;
  EXPECT_EQ(Send("GET", base + "get-transition?model_name=" + model).body,
            Json({{"progression", "manual"}, {"times", 1}}));
  StartJob("job");
  EXPECT_EQ(StatusOf("job"), "STARTING");
  EXPECT_EQ(StatusOf("job"), "INPROGRESS");
  EXPECT_EQ(Send("POST", base + "unset-transition", R"({"model_name":")" + model + R"("})").status,
            201);
  Advance("60");
  EXPECT_EQ(SeenFromAside("job"), "FAILED");
  EXPECT_EQ(Send("POST", base + "set-transition",
                 R"({"model_name":"sagemaker-geospatial::export","transition":)"
                 R"({"progression":"immediate"}})")
                .status,
            201);
}

TEST_F(TransitionEndpointsTest, BadInputIsNamedAndChangesNothing) {
  ExpectWrong(Set(R"({"progression":"slow"})"), "transition.progression",
              "transition.progression is \"slow\"; allowed are immediate, time, polls, manual.");
  ExpectWrong(Set(R"({"progression":"time"})"), "transition.seconds",
              "transition.seconds is missing; the progression time needs it: seconds in each "
              "state.");
  ExpectWrong(Set(R"({"progression":"manual","times":2})"), "transition.times",
              "transition.times is 2; it is allowed with the progression polls only.");
  ExpectWrong(Set(R"({"progression":"polls","times":0})"), "transition.times",
              "transition.times is 0; it must be a whole number from 1 to 1000000.");
  ExpectWrong(Set(R"({"progression":"manual"})", R"({"account":"12"})"), "match.account",
              "match.account is \"12\"; an account has 12 digits.");
  const Answer kind = Set(R"({"progression":"manual"})", R"({"kind":"glue::job"})");
  EXPECT_EQ(kind.body["member"], "match.kind");
  EXPECT_TRUE(kind.body["message"].get<std::string>().starts_with(
      "match.kind is \"glue::job\"; kinds are glue::ml_task_run, glue::ml_transform, "))
      << kind.body;
  EXPECT_EQ(Send("GET", "/_portside/transitions").body["transitions"], Json::array());
}

TEST_F(TransitionEndpointsTest, AResetForgetsTheRules) {
  Set(R"({"progression":"manual"})");
  Send("POST", "/_portside/reset");
  EXPECT_EQ(Send("GET", "/_portside/transitions").body["transitions"], Json::array());
}

}  // namespace
}  // namespace portside
