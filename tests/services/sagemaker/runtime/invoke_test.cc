// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/invoke.h"

#include "services/sagemaker/runtime/runtime_fixture.h"

namespace portside::sagemaker {
namespace {

class InvokeTest : public RuntimeTest {};

TEST_F(InvokeTest, AnswersAsATestHasOrdered) {
  Serve("e");
  Answer({{"body", "0.7"},
          {"content_type", "text/csv"},
          {"custom_attributes", "trace=1"},
          {"latency", 40}},
         {{"endpoint", "e*"}, {"times", 1}});
  const Answered answered = Invoke("e");
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.body, "0.7");
  EXPECT_EQ(answered.headers.Get("Content-Type"), "text/csv");
  EXPECT_EQ(answered.headers.Get("X-Amzn-SageMaker-Custom-Attributes"), "trace=1");
  EXPECT_EQ(answered.headers.Get("x-Amzn-Invoked-Production-Variant"), "all");
  EXPECT_EQ(app.delays, std::vector<std::chrono::milliseconds>({40ms}));
  // The rule was for one call.
  ExpectRefused(Invoke("e"), 503, "ServiceUnavailable", "POST /_portside/endpoints");
}

TEST_F(InvokeTest, BytesThatAreNoTextAreAnsweredAsTheyAre) {
  Serve("e");
  Answer({{"body_base64", "AP/+"}});
  EXPECT_EQ(Invoke("e", "").body, std::string("\0\xFF\xFE", 3));
}

TEST_F(InvokeTest, WhatIsNotInServiceIsNotFound) {
  Answer({{"body", "0.7"}});
  const std::string text = " of account 123456789012 not found.";
  ExpectRefused(Invoke("e"), 400, "ValidationError", "Endpoint e" + text);
  CreateEndpoint("e");
  ExpectRefused(Invoke("e"), 400, "ValidationError", "Endpoint e" + text);
  app.Advance(1s);
  EXPECT_EQ(Invoke("e").status, 200);
  ExpectRefused(Invoke("E"), 400, "ValidationError", "Endpoint E" + text);
  Call("DeleteEndpoint", {{"EndpointName", "e"}});
  ExpectRefused(Invoke("e"), 400, "ValidationError", "Endpoint e" + text);
}

TEST_F(InvokeTest, AFailureOfTheContainerIsAModelError) {
  Serve("e");
  Answer({{"status", 422}, {"body", "no such column"}}, {{"times", 1}});
  const Answered client = Invoke("e");
  ExpectRefused(client, 424, "ModelError",
                "Received client error (422) from primary with message \"no such column\". See "
                "https://us-west-2.console.aws.amazon.com/cloudwatch/home?region=us-west-2"
                "#logEventViewer:group=/aws/sagemaker/Endpoints/e in account 123456789012 for more "
                "information.");
  EXPECT_EQ(client.Read().at("OriginalStatusCode"), 422);
  EXPECT_EQ(client.Read().at("OriginalMessage"), "no such column");
  EXPECT_EQ(client.Read().at("ErrorCode"), "CLIENT_ERROR_FROM_MODEL");
  EXPECT_EQ(client.Read().at("LogStreamArn"),
            "arn:aws:logs:us-west-2:123456789012:log-group:/aws/sagemaker/Endpoints/e");
  Answer({{"status", 500}});
  ExpectRefused(Invoke("e"), 424, "ModelError",
                "Received server error (500) from primary with message \"\". See ");
}

TEST_F(InvokeTest, VariantsAreChosenByWeightOrByTheirName) {
  Json rare = Variant("rare");
  rare["InitialVariantWeight"] = 0.0;
  Serve("e", Config("c", {rare, Variant("usual")}));
  Answer({{"body", "x"}});
  const auto chosen = [](const Answered& answered) {
    return std::string(answered.headers.Get("x-Amzn-Invoked-Production-Variant"));
  };
  for (int call = 0; call < 5; ++call) EXPECT_EQ(chosen(Invoke("e")), "usual");
  EXPECT_EQ(chosen(Invoke("e", "1", {{"X-Amzn-SageMaker-Target-Variant", "rare"}})), "rare");
  ExpectRefused(Invoke("e", "1", {{"X-Amzn-SageMaker-Target-Variant", "v"}}), 400,
                "ValidationError", "Variant v not found for endpoint e.");
}

TEST_F(InvokeTest, EveryVariantGetsItsShare) {
  Serve("e", Config("c", {Variant("a"), Variant("b")}));
  Answer({{"body", "x"}});
  std::map<std::string, int> calls;
  for (int call = 0; call < 40; ++call) {
    ++calls[std::string(Invoke("e").headers.Get("x-Amzn-Invoked-Production-Variant"))];
  }
  EXPECT_GT(calls["a"], 10);
  EXPECT_GT(calls["b"], 10);
}

TEST_F(InvokeTest, ABodyHasABound) {
  Serve("e");
  Answer({{"body", "x"}});
  EXPECT_EQ(Invoke("e", std::string(6'291'456, 'x')).status, 200);
  ExpectRefused(Invoke("e", std::string(6'291'457, 'x')), 413, "413",
                "HTTP content length exceeded 6291456 bytes.");
}

TEST_F(InvokeTest, AnEndpointForComponentsWantsTheirName) {
  Json variant = Variant();
  variant.erase("ModelName");
  Json config = Config("c", {variant});
  config["ExecutionRoleArn"] = kRole;
  Serve("e", config);
  Answer({{"body", "x"}});
  const Answered refused = Invoke("e");
  ExpectRefused(refused, 400, "ValidationError", "Inference Component Name header is required");
  EXPECT_EQ(refused.Read().at("ErrorCode"), "INFERENCE_COMPONENT_NAME_MISSING");
}

TEST_F(InvokeTest, MotosResultsAreAQueue) {
  const auto result = [](const std::string& body) {
    return Json{{"Body", body}, {"ContentType", "text/plain"}};
  };
  app.Control("POST", "/moto-api/static/sagemaker/endpoint-results",
              {{"account_id", app.account},
               {"region", app.region},
               {"results", Json::array({result("first"), result("second")})}});
  EXPECT_EQ(Invoke("none", "a").body, "first");
  EXPECT_EQ(Invoke("none", "b").body, "second");
  EXPECT_EQ(Invoke("none", "a").body, "first");
  const Answered last = Invoke("none", "c");
  EXPECT_EQ(last.body, "body");
  EXPECT_EQ(last.headers.Get("x-Amzn-Invoked-Production-Variant"), "invoked_production_variant");
  app.Control("POST", "/_portside/reset");
  ExpectRefused(Invoke("none", "a"), 400, "ValidationError", "not found");
}

}  // namespace
}  // namespace portside::sagemaker
