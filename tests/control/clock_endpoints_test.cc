// SPDX-License-Identifier: Apache-2.0

#include "portside/control/clock_endpoints.h"

#include "control/control_fixture.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

class ClockEndpointsTest : public ControlFixture {
 protected:
  ClockEndpointsTest() : ControlFixture(/*clock_stands=*/false) {}

  Answer Clock(const std::string& method, const std::string& path, const std::string& body = "") {
    return Send(method, "/_portside/clock" + path, body);
  }
};

TEST_F(ClockEndpointsTest, ShowTheTime) {
  const Answer answer = Clock("GET", "");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, Json({{"mode", "real"},
                               {"scale", 1.0},
                               {"now", "2024-01-01T00:00:00.000000Z"},
                               {"next_due", nullptr}}));
}

TEST_F(ClockEndpointsTest, AManualClockStandsWhereItIsPut) {
  Answer answer = Clock("PUT", "", R"({"mode":"manual","now":"2030-05-06T07:08:09Z"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body["now"], "2030-05-06T07:08:09.000000Z");
  app_.Advance(1h);
  EXPECT_EQ(Clock("GET", "").body["now"], "2030-05-06T07:08:09.000000Z");
  answer = Clock("PUT", "", R"({"now":1893456000})");
  EXPECT_EQ(answer.body["mode"], "manual");
  EXPECT_EQ(answer.body["now"], "2030-01-01T00:00:00.000000Z");
  answer = Clock("PUT", "", R"({"mode":"scaled","scale":2})");
  app_.Advance(1h);
  EXPECT_EQ(Clock("GET", "").body["now"], "2030-01-01T02:00:00.000000Z");
}

TEST_F(ClockEndpointsTest, AnAdvanceFinishesWhatBecomesDue) {
  Clock("PUT", "", R"({"mode":"manual","now":"2030-01-01T00:00:00Z"})");
  StartJob("job");
  EXPECT_EQ(Describe("job")["CompilationJobStatus"], "STARTING");
  EXPECT_NE(Clock("GET", "").body["next_due"], nullptr);
  const Answer answer = Clock("POST", "/advance", R"({"seconds":"PT1H"})");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body["now"], "2030-01-01T01:00:00.000000Z");
  EXPECT_EQ(answer.body["next_due"], nullptr);
  // It failed, for there is no archive, at its own time and not an hour later.
  const Json job = Describe("job");
  EXPECT_EQ(job["CompilationJobStatus"], "FAILED");
  EXPECT_LT(job["LastModifiedTime"].get<double>() - job["CreationTime"].get<double>(), 10);
}

TEST_F(ClockEndpointsTest, AnAdvanceMayEndBetweenTwoStates) {
  Clock("PUT", "", R"({"mode":"manual"})");
  StartJob("job");
  Clock("POST", "/advance", R"({"seconds":0.05})");
  EXPECT_EQ(Describe("job")["CompilationJobStatus"], "STARTING");
  EXPECT_EQ(Clock("POST", "/advance", "{\"seconds\":0}").status, 200);
}

TEST_F(ClockEndpointsTest, BadInputIsNamedAndChangesNothing) {
  struct Case {
    const char* method;
    const char* path;
    const char* body;
    const char* member;
    const char* message;
  };
  const Json before = Clock("GET", "").body;
  for (const Case& c : {
           Case{"PUT", "", R"({"mode":"fast"})", "mode",
                "mode is \"fast\"; allowed are real, scaled, manual."},
           Case{"PUT", "", R"({"mode":"scaled"})", "scale",
                "scale is missing; the mode scaled needs it: a number from 0.001 to 1000000."},
           Case{"PUT", "", R"({"mode":"scaled","scale":0})", "scale",
                "scale is 0; it must be a number from 0.001 to 1000000.0."},
           Case{"PUT", "", R"({"mode":"manual","scale":2})", "scale",
                "scale is 2; it is allowed with the mode scaled only."},
           Case{"PUT", "", R"({"mode":"manual","now":"yesterday"})", "now",
                "now is \"yesterday\"; it must be a time such as 2024-01-31T12:00:00Z, or seconds "
                "since 1970."},
           Case{"PUT", "", R"({"now":"2024-01-31T12:00:00Z"})", "now",
                "now is \"2024-01-31T12:00:00Z\"; the mode real shows the machine's time; choose "
                "another."},
           Case{"PUT", "", R"({"mode":"manual","nwo":1})", "nwo",
                "nwo is 1; there is no such member; allowed are mode, now, scale."},
           Case{"POST", "/advance", "{}", "seconds",
                "seconds is missing; it must be a number of seconds from 0 to 3155760000, or a "
                "duration such as \"PT1H30M\"."},
           Case{"POST", "/advance", R"({"seconds":-1})", "seconds",
                "seconds is -1; it must be a number of seconds from 0 to 3155760000, or a duration "
                "such as \"PT1H30M\"."},
           Case{"POST", "/advance", R"({"seconds":"1h"})", "seconds",
                "seconds is \"1h\"; it must be a number of seconds from 0 to 3155760000, or a "
                "duration such as \"PT1H30M\"."},
       }) {
    const Answer answer = Clock(c.method, c.path, c.body);
    EXPECT_EQ(answer.status, 400) << c.body;
    EXPECT_EQ(answer.body["member"], c.member) << c.body;
    EXPECT_EQ(answer.body["message"], c.message) << c.body;
  }
  EXPECT_EQ(Clock("PUT", "", "no json").body["message"], "The body is not a JSON object or array.");
  EXPECT_EQ(Clock("GET", "").body, before);
}

}  // namespace
}  // namespace portside
