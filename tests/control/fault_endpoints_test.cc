// SPDX-License-Identifier: Apache-2.0

#include "portside/control/fault_endpoints.h"

#include "control/control_fixture.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

class FaultEndpointsTest : public ControlFixture {
 protected:
  Answer Add(const std::string& effect, const std::string& rest = "") {
    return Send("POST", "/_portside/faults", R"({"effect":)" + effect + rest + "}");
  }
  CallResult List(const std::string& service = "sagemaker") {
    if (service == "glue") return app_.TryCall("glue", "GetMLTransforms", Json::object());
    if (service == "personalize") return app_.TryCall(service, "ListSchemas", Json::object());
    return app_.TryCall(service, "ListCompilationJobs", Json::object());
  }
  // One letter for each call: its status' first digit.
  std::string Statuses(int calls) {
    std::string seen;
    for (int i = 0; i < calls; ++i) seen += std::to_string(List().status).substr(0, 1);
    return seen;
  }
  HttpResponse Get(const std::string& target, const std::string& method = "GET") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.headers.Add("Host", "localhost");
    return app_.Send(request);
  }
};

TEST_F(FaultEndpointsTest, ACallIsAnsweredWithTheErrorThatWasOrdered) {
  const Answer added = Add(R"({"error":{"code":"ResourceLimitExceeded","message":"Too many."}})",
                           R"(,"match":{"service":"sagemaker","operation":"CreateCompilation*"})");
  EXPECT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(added.body,
            Json({{"id", "fault-1"},
                  {"match", {{"service", "sagemaker"}, {"operation", "CreateCompilation*"}}},
                  {"nth", 1},
                  {"times", 0},
                  {"probability", 1.0},
                  {"matched", 0},
                  {"applied", 0},
                  {"effect",
                   {{"error", {{"code", "ResourceLimitExceeded"}, {"message", "Too many."}}}}}}));
  EXPECT_EQ(List().status, 200);
  const CallResult refused =
      app_.TryCall("sagemaker", "CreateCompilationJob", {{"CompilationJobName", "x"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.ErrorCode(), "ResourceLimitExceeded");
  EXPECT_EQ(refused.ErrorMessage(), "Too many.");
  const Json rule = Send("GET", "/_portside/faults").body["faults"][0];
  EXPECT_EQ(rule["matched"], 1);
  EXPECT_EQ(rule["applied"], 1);
}

TEST_F(FaultEndpointsTest, AnErrorHasTheStatusAndTheFormOfItsService) {
  Add(R"({"throttle":{"rate":0,"burst":0}})");
  const CallResult json = List("glue");
  EXPECT_EQ(json.status, 400);
  EXPECT_EQ(json.text, R"({"__type":"ThrottlingException","message":"Rate exceeded"})");
  const CallResult rest =
      app_.TryCall("sagemaker-geospatial", "ListEarthObservationJobs", Json::object());
  EXPECT_EQ(rest.status, 429);
  EXPECT_EQ(rest.ErrorCode(), "ThrottlingException");
  EXPECT_EQ(rest.ErrorMessage(), "Rate exceeded");
  const HttpResponse s3 = Get("/bucket/key");
  EXPECT_EQ(s3.status, 503);
  EXPECT_NE(std::get<std::string>(s3.body).find("<Code>SlowDown</Code><Message>Please reduce your "
                                                "request rate.</Message>"),
            std::string::npos)
      << std::get<std::string>(s3.body);
  const HttpResponse sts = Get("/?Action=GetCallerIdentity&Version=2011-06-15", "POST");
  EXPECT_EQ(sts.status, 400);
  EXPECT_NE(std::get<std::string>(sts.body).find("<Code>Throttling</Code>"), std::string::npos);
}

TEST_F(FaultEndpointsTest, AThrottleCountsOperationsAndAccountsApart) {
  Add(R"({"throttle":{"rate":2,"burst":3}})");
  EXPECT_EQ(Statuses(5), "22244");
  EXPECT_EQ(List("glue").status, 200);
  app_.account = "210987654321";
  EXPECT_EQ(Statuses(1), "2");
  app_.account = "123456789012";
  Advance("1");
  EXPECT_EQ(Statuses(3), "224");
  Advance("3600");
  EXPECT_EQ(Statuses(4), "2224");
}

TEST_F(FaultEndpointsTest, OnlyTheNthCallsAndOnlySoManyFail) {
  Add(R"({"error":{"code":"InternalFailure"}})", R"(,"nth":2,"times":2)");
  EXPECT_EQ(Statuses(5), "25522");
}

TEST_F(FaultEndpointsTest, ARuleEndsAtItsTime) {
  Send("PUT", "/_portside/clock", R"({"now":"2024-01-31T12:00:00Z"})");
  Add(R"({"error":{"code":"InternalFailure"}})", R"(,"until":"2024-01-31T12:01:00Z")");
  EXPECT_EQ(Statuses(1), "5");
  Advance("60");
  EXPECT_EQ(Statuses(1), "2");
}

TEST_F(FaultEndpointsTest, ChanceRepeatsWithTheSeed) {
  std::string seen[2];
  for (std::string& statuses : seen) {
    TestApp fresh;
    HttpRequest request;
    request.method = "POST";
    request.target = "/_portside/faults";
    request.body = R"({"probability":0.5,"effect":{"error":{"code":"InternalFailure"}}})";
    EXPECT_EQ(fresh.Send(request).status, 201);
    for (int i = 0; i < 40; ++i) {
      statuses +=
          fresh.TryCall("glue", "GetMLTransforms", Json::object()).status == 200 ? "." : "x";
    }
  }
  EXPECT_EQ(seen[0], seen[1]);
  const auto failed = std::count(seen[0].begin(), seen[0].end(), 'x');
  EXPECT_GT(failed, 8);
  EXPECT_LT(failed, 32);
}

TEST_F(FaultEndpointsTest, AResourceIsMatchedByItsNames) {
  Add(R"({"error":{"code":"AccessDeniedException"}})", R"(,"match":{"resource":"nightly-*"})");
  StartJob("daily");
  EXPECT_EQ(
      app_.TryCall("sagemaker", "DescribeCompilationJob", {{"CompilationJobName", "daily"}}).status,
      200);
  EXPECT_EQ(
      app_.TryCall("sagemaker", "DescribeCompilationJob", {{"CompilationJobName", "nightly-1"}})
          .ErrorCode(),
      "AccessDeniedException");
  app_.PutObject("s3://models/nightly.bin", "bytes");
  Add(R"({"error":{"code":"SlowDown"}})",
      R"(,"match":{"service":"s3","resource":"models/nightly*"})");
  HttpRequest get;
  get.method = "GET";
  get.target = "/models/nightly.bin";
  get.headers.Add("Host", "localhost");
  EXPECT_EQ(app_.Send(get).status, 503);
}

TEST_F(FaultEndpointsTest, TheFirstRuleThatAppliesDecides) {
  Add(R"({"error":{"code":"InternalFailure"}})", R"(,"times":1)");
  Add(R"({"error":{"code":"ThrottlingException"}})");
  EXPECT_EQ(List().ErrorCode(), "InternalFailure");
  EXPECT_EQ(List().ErrorCode(), "ThrottlingException");
}

TEST_F(FaultEndpointsTest, AnAnswerIsLate) {
  Add(R"({"latency":1500})", R"(,"match":{"operation":"ListCompilationJobs"},"times":1)");
  Add(R"({"latency":{"min":10,"max":20}})");
  for (int i = 0; i < 20; ++i) EXPECT_EQ(List().status, 200);
  ASSERT_EQ(app_.delays.size(), 20U);
  EXPECT_EQ(app_.delays[0], 1500ms);
  for (std::size_t i = 1; i < app_.delays.size(); ++i) {
    EXPECT_GE(app_.delays[i], 10ms);
    EXPECT_LE(app_.delays[i], 20ms);
  }
}

TEST_F(FaultEndpointsTest, AConnectionIsBrokenBeforeOrAfterTheOperation) {
  struct Case {
    const char* effect;
    Delivery delivery;
    bool is_created;
  };
  int number = 0;
  for (const Case& one :
       {Case{R"({"connection":"reset"})", Delivery::kReset, false},
        Case{R"({"connection":"reset","performed":true})", Delivery::kReset, true},
        Case{R"({"connection":"cut","bytes":3})", Delivery::kCut, true}}) {
    const std::string bucket = "bucket-" + std::to_string(++number);
    Add(one.effect, R"(,"match":{"operation":"CreateBucket"})");
    const HttpResponse response = Get("/" + bucket, "PUT");
    EXPECT_EQ(response.delivery, one.delivery);
    EXPECT_EQ(response.cut_after.value_or(0), one.delivery == Delivery::kCut ? 3U : 0U);
    EXPECT_EQ(app_.objects().FindBucket(bucket).has_value(), one.is_created) << one.effect;
    Send("DELETE", "/_portside/faults");
  }
}

TEST_F(FaultEndpointsTest, RulesAreRemoved) {
  const std::string id = Add(R"({"error":{"code":"InternalFailure"}})").body["id"];
  EXPECT_EQ(Send("DELETE", "/_portside/faults/" + id).status, 200);
  EXPECT_EQ(Send("DELETE", "/_portside/faults/" + id).status, 404);
  Add(R"({"error":{"code":"InternalFailure"}})");
  Add(R"({"latency":5})");
  EXPECT_EQ(Send("DELETE", "/_portside/faults").body, Json({{"removed", 2}}));
  EXPECT_EQ(Statuses(1), "2");
  Add(R"({"error":{"code":"InternalFailure"}})");
  Send("POST", "/_portside/reset");
  EXPECT_EQ(Send("GET", "/_portside/faults").body, Json({{"faults", Json::array()}}));
}

TEST_F(FaultEndpointsTest, AnErrorThatNoClientExpectsIsRefusedUnlessForced) {
  const std::string rest = R"(,"match":{"service":"sagemaker","operation":"CreateCompilationJob"})";
  const Answer refused = Add(R"({"error":{"code":"OutOfCoffee"}})", rest);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body["member"], "effect.error.code");
  const std::string message = refused.body["message"];
  EXPECT_NE(message.find("effect.error.code is \"OutOfCoffee\"; no operation of the match has that "
                         "error. They have ResourceInUse, ResourceLimitExceeded. Every operation "
                         "has AccessDeniedException, "),
            std::string::npos)
      << message;
  EXPECT_EQ(Send("GET", "/_portside/faults").body["faults"].size(), 0U);
  Add(R"({"error":{"code":"OutOfCoffee","statusCode":418}})", rest + R"(,"force":true)");
  const CallResult forced = app_.TryCall("sagemaker", "CreateCompilationJob", Json::object());
  EXPECT_EQ(forced.status, 418);
  EXPECT_EQ(forced.ErrorCode(), "OutOfCoffee");
  EXPECT_EQ(forced.ErrorMessage(), "A fault was ordered for this call.");
}

TEST_F(FaultEndpointsTest, BadInputIsNamedAndChangesNothing) {
  ExpectWrong(Send("POST", "/_portside/faults", "{}"), "effect",
              "effect is missing; it must be an object, such as {\"error\": {\"code\": "
              "\"InternalFailure\"}}.");
  ExpectWrong(Add("{}"), "effect",
              "effect orders nothing; one of error, latency, connection and throttle is needed.");
  ExpectWrong(Add(R"({"latency":-1})"), "effect.latency",
              "effect.latency is -1; it must be a whole number from 0 to 600000.");
  ExpectWrong(
      Add(R"({"latency":{"min":5,"max":4}})"), "effect.latency.max",
      "effect.latency.max is 4; it must be a number of milliseconds that is not below min.");
  ExpectWrong(Add(R"({"connection":"slow"})"), "effect.connection",
              "effect.connection is \"slow\"; allowed are reset, cut.");
  ExpectWrong(Add(R"({"latency":1,"performed":true})"), "effect.performed",
              "effect.performed is true; it is allowed with the connection reset only.");
  ExpectWrong(Add(R"({"connection":"reset","bytes":1})"), "effect.bytes",
              "effect.bytes is 1; it is allowed with the connection cut only.");
  ExpectWrong(Add(R"({"throttle":{}})"), "effect.throttle.rate",
              "effect.throttle.rate is missing; it is needed: calls in a second.");
  ExpectWrong(Add(R"({"error":{"code":"InternalFailure","statusCode":200}})"),
              "effect.error.statusCode",
              "effect.error.statusCode is 200; it must be a whole number from 400 to 599.");
  ExpectWrong(Add(R"({"latency":1})", R"(,"probability":2)"), "probability",
              "probability is 2; it must be a number from 0.0 to 1.0.");
  ExpectWrong(Add(R"({"latency":1})", R"(,"match":{"service":"glu"})"), "match.service",
              "match.service is \"glu\"; services are glue, logs, personalize, personalize_events, "
              "personalize_runtime, s3, sagemaker, sagemaker_edge, sagemaker_geospatial, "
              "sagemaker_runtime, sts.");
  ExpectWrong(Add(R"({"latency":1})", R"(,"match":{"service":"glue","operation":"Start"})"),
              "match.operation",
              "match.operation is \"Start\"; glue has no operation of that name.");
  ExpectWrong(Add(R"({"latency":1})", R"(,"until":"soon")"), "until",
              "until is \"soon\"; it must be a time such as 2024-01-31T12:00:00Z, or seconds since "
              "1970.");
  EXPECT_EQ(Send("GET", "/_portside/faults").body, Json({{"faults", Json::array()}}));
}

TEST_F(FaultEndpointsTest, RulesHaveABound) {
  for (std::size_t i = 0; i < limits::kRules; ++i) ASSERT_EQ(Add(R"({"latency":0})").status, 201);
  EXPECT_EQ(Add(R"({"latency":0})").status, 400);
  EXPECT_EQ(Send("POST", "/_localstack/chaos/faults", "[{}]").status, 400);
  EXPECT_EQ(Send("POST", "/_localstack/chaos/faults", "[]").status, 200);
}

TEST_F(FaultEndpointsTest, LocalStacksFormIsTaken) {
  const std::string path = "/_localstack/chaos/faults";
  const std::string glue = R"({"service":"glue","error":{"statusCode":500,"code":"Broken"}})";
  EXPECT_EQ(Send("POST", path, "[" + glue + "]").body, Json::parse("[" + glue + "]"));
  EXPECT_EQ(List("glue").status, 500);
  EXPECT_EQ(List("glue").ErrorCode(), "Broken");
  EXPECT_EQ(List().status, 200);
  // PATCH adds, and an empty rule is about every call.
  EXPECT_EQ(Send("PATCH", path, "[{}]").body.size(), 2U);
  EXPECT_EQ(List().status, 503);
  EXPECT_EQ(List().ErrorCode(), "ServiceUnavailable");
  EXPECT_EQ(List("glue").ErrorCode(), "Broken");  // the first that matches
  EXPECT_EQ(Send("DELETE", path, "[{}]").body.size(), 1U);
  EXPECT_EQ(List().status, 200);
  // POST replaces, an empty list ends it.
  EXPECT_EQ(Send("POST", path, R"([{"region":"eu-west-1"}])").body.size(), 1U);
  EXPECT_EQ(List("glue").status, 200);
  app_.region = "eu-west-1";
  EXPECT_EQ(List("glue").status, 503);
  EXPECT_EQ(Send("GET", path).body, Json::parse(R"([{"region":"eu-west-1"}])"));
  EXPECT_EQ(Send("POST", path, "[]").body, Json::array());
  EXPECT_EQ(List("glue").status, 200);
  ExpectWrong(Send("POST", path, R"([{},{"probability":"often"}])"), "[1].probability",
              "[1].probability is \"often\"; it must be a number from 0.0 to 1.0.");
  EXPECT_EQ(Send("GET", path).body, Json::array());
}

TEST_F(FaultEndpointsTest, LocalStacksLatencyIsForEveryCall) {
  const std::string path = "/_localstack/chaos/effects";
  EXPECT_EQ(Send("POST", path, R"({"latency":250})").body, Json({{"latency", 250}}));
  List();
  EXPECT_EQ(app_.delays, std::vector<std::chrono::milliseconds>{250ms});
  EXPECT_EQ(Send("POST", path, "{}").body, Json({{"latency", 0}}));
  List();
  EXPECT_EQ(app_.delays.size(), 1U);
  EXPECT_EQ(Send("GET", path).body, Json({{"latency", 0}}));
}

}  // namespace
}  // namespace portside
