// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/runtime_fixture.h"

namespace portside::sagemaker {
namespace {

class InvokeAsyncTest : public RuntimeTest {
 protected:
  InvokeAsyncTest() {
    Json config = Config("c");
    config["AsyncInferenceConfig"] = {
        {"OutputConfig",
         {{"S3OutputPath", "s3://out/async"}, {"S3FailurePath", "s3://out/failed/"}}}};
    Serve("e", config);
    app.PutObject("s3://models/input.json", "{}");
  }
  Answered Begin(std::vector<std::pair<std::string, std::string>> more = {}) {
    more.emplace_back("X-Amzn-SageMaker-InputLocation", "s3://models/input.json");
    return Post("e", "async-invocations", "", more);
  }
  static std::string OutputOf(const Answered& answered) {
    EXPECT_EQ(answered.status, 202) << answered.body;
    return std::string(answered.headers.Get("X-Amzn-SageMaker-OutputLocation"));
  }
};

TEST_F(InvokeAsyncTest, TheAnswerIsWrittenByAJob) {
  Answer({{"body", "0.7"}});
  const Answered answered = Begin({{"X-Amzn-SageMaker-Inference-Id", "mine"}});
  const std::string output = OutputOf(answered);
  EXPECT_THAT(output, testing::MatchesRegex("s3://out/async/[0-9a-f-]{36}[.]out"));
  EXPECT_EQ(answered.Read(), (Json{{"InferenceId", "mine"}}));
  EXPECT_THAT(std::string(answered.headers.Get("X-Amzn-SageMaker-FailureLocation")),
              testing::MatchesRegex("s3://out/failed/[0-9a-f-]{36}-error[.]out"));
  app.Advance(1s);
  EXPECT_EQ(app.GetObject(output), "0.7");
  EXPECT_EQ(app.resources().Count({"sagemaker::async_invocation", app.account, app.region}), 0);
}

TEST_F(InvokeAsyncTest, AFailureIsWrittenElsewhere) {
  Answer({{"status", 400}, {"body", "bad input"}});
  const Answered answered = Begin();
  app.Advance(1s);
  EXPECT_FALSE(app.HasObject(OutputOf(answered)));
  EXPECT_EQ(app.GetObject(std::string(answered.headers.Get("X-Amzn-SageMaker-FailureLocation"))),
            "bad input");
}

TEST_F(InvokeAsyncTest, TheNameOfTheObjectMayBeGiven) {
  Answer({{"body", "x"}});
  EXPECT_EQ(OutputOf(Begin({{"X-Amzn-SageMaker-Filename", "mine.json"}})),
            "s3://out/async/mine.json");
  EXPECT_TRUE(
      OutputOf(Begin({{"X-Amzn-SageMaker-S3OutputPathExtension", "/part"}})).ends_with("/part"));
}

TEST_F(InvokeAsyncTest, TheInputIsAnObjectOrInTheRequest) {
  Answer({{"body", "x"}});
  ExpectRefused(Post("e", "async-invocations", ""), 400, "ValidationError",
                "Exactly one of Body and InputLocation");
  EXPECT_EQ(Post("e", "async-invocations", "1,2").status, 202);
  ExpectRefused(Post("e", "async-invocations", std::string(128'001, 'x')), 413, "413",
                "HTTP content length exceeded 128000 bytes.");
}

TEST_F(InvokeAsyncTest, EndpointsAreForOneWayOfCalling) {
  Answer({{"body", "x"}});
  ExpectRefused(Invoke("e"), 400, "ValidationError",
                "Endpoint e is not configured for synchronous inference.");
  Serve("other");
  ExpectRefused(Post("other", "async-invocations", "1"), 400, "ValidationError",
                "Endpoint other is not configured for asynchronous inference.");
}

TEST_F(InvokeAsyncTest, MotosResultsAreAQueue) {
  app.Control("POST", "/moto-api/static/sagemaker/async-endpoint-results",
              {{"account_id", app.account},
               {"region", app.region},
               {"results", Json::array({{{"data", "first"}}})}});
  const std::string first = OutputOf(Begin());
  const std::string second = OutputOf(Begin());
  app.Advance(1s);
  EXPECT_EQ(app.GetObject(first), "first");
  EXPECT_EQ(app.GetObject(second), "data");
}

}  // namespace
}  // namespace portside::sagemaker
