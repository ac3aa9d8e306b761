// SPDX-License-Identifier: Apache-2.0
//
// Endpoints and transform jobs whose model is a command of a person's.

#include <poll.h>
#include <unistd.h>

#include <filesystem>

#include "portside/runners/runners.h"
#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

// Answers with the model's file, what it is asked, and a word of its environment.
constexpr const char* kServer = R"(
import http.server, os, pathlib
model = pathlib.Path(os.environ["SM_MODEL_DIR"], "net.txt").read_text()
class Model(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(b"")
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(f"{model} {body} {os.environ.get('WORD')}".encode())
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
port = int(os.environ["PORTSIDE_PORT"])
assert os.environ["SAGEMAKER_BIND_TO_PORT"] == str(port)
http.server.HTTPServer(("127.0.0.1", port), Model).serve_forever()
)";

class ModelCommandsTest : public testing::Test {
 protected:
  ModelCommandsTest()
      : scratch(std::filesystem::temp_directory_path() /
                ("portside-models-" + std::to_string(getpid()))) {}
  ~ModelCommandsTest() override {
    app.reset();
    std::filesystem::remove_all(scratch);
  }

  void Begin(const std::string& kind, const std::vector<std::string>& command) {
    const Json runner = {{"kind", kind}, {"command", command}};
    auto parsed = Runners::Parse("/runners.yaml", Json({{"runners", {runner}}}).dump());
    ASSERT_TRUE(parsed) << parsed.error().Describe();
    runners = std::move(*parsed);
    runners.SetScratch(scratch);
    app = std::make_unique<TestApp>(TestAppOptions{.runners = &runners});
    PutModel("one");
    app->PutObject("s3://input/a.csv", "1,2\n");
    app->CreateBucket("out");
  }
  void Serve(const std::string& kind) { Begin(kind, {"python3", "-c", kServer}); }

  void PutModel(const std::string& text) {
    app->PutObject("s3://models/net.tar.gz", WriteTarGz(std::vector<TarMember>{{"net.txt", text}}));
  }
  void CreateModel(const std::string& name = "net") {
    app->Call("sagemaker", "CreateModel",
              {{"ModelName", name},
               {"ExecutionRoleArn", kRole},
               {"PrimaryContainer",
                {{"Image", "image"},
                 {"ModelDataUrl", "s3://models/net.tar.gz"},
                 {"Environment", {{"WORD", "hello"}}}}}});
  }
  void CreateConfig(const std::string& name) {
    app->Call("sagemaker", "CreateEndpointConfig",
              {{"EndpointConfigName", name},
               {"ProductionVariants",
                {{{"VariantName", "all"},
                  {"ModelName", "net"},
                  {"InstanceType", "ml.m5.large"},
                  {"InitialInstanceCount", 1}}}}});
  }
  Json Deploy() {
    CreateModel();
    CreateConfig("c");
    app->Call("sagemaker", "CreateEndpoint", {{"EndpointName", "e"}, {"EndpointConfigName", "c"}});
    app->Advance(1s);
    return Describe();
  }
  Json Describe() { return app->Call("sagemaker", "DescribeEndpoint", {{"EndpointName", "e"}}); }
  std::string Invoke() {
    HttpRequest request;
    request.method = "POST";
    request.target = "/endpoints/e/invocations";
    request.headers.Add("Host", "localhost");
    request.headers.Add("Authorization",
                        "AWS4-HMAC-SHA256 Credential=123456789012/20240101/us-west-2/sagemaker/"
                        "aws4_request, SignedHeaders=host, Signature=00");
    request.body = "?";
    return std::get<std::string>(app->Send(request).body);
  }
  bool IsScratchEmpty() {
    for (int tries = 1000; tries > 0; --tries) {
      if (std::filesystem::is_empty(scratch)) return true;
      poll(nullptr, 0, 10);
    }
    return false;
  }

  std::filesystem::path scratch;
  Runners runners;
  std::unique_ptr<TestApp> app;
};

TEST_F(ModelCommandsTest, ACommandServesAnEndpointUntilItIsDeleted) {
  Serve("endpoint");
  const Json shown = Deploy();
  ASSERT_EQ(shown.at("EndpointStatus"), "InService") << shown;
  EXPECT_FALSE(shown.at("ProductionVariants")[0].contains("Container"));
  EXPECT_EQ(Invoke(), "one ? hello");
  app->Call("sagemaker", "DeleteEndpoint", {{"EndpointName", "e"}});
  app->Advance(1s);
  EXPECT_TRUE(IsScratchEmpty()) << "the command and its folder are gone";
}

TEST_F(ModelCommandsTest, AnUpdateServesTheNewModel) {
  Serve("endpoint");
  Deploy();
  PutModel("two");
  EXPECT_EQ(Invoke(), "one ? hello") << "what is in service has its own copy";
  CreateConfig("d");
  app->Call("sagemaker", "UpdateEndpoint", {{"EndpointName", "e"}, {"EndpointConfigName", "d"}});
  app->Advance(1s);
  ASSERT_EQ(Describe().at("EndpointStatus"), "InService");
  EXPECT_EQ(Invoke(), "two ? hello");
}

TEST_F(ModelCommandsTest, ACommandThatEndsFailsItsEndpoint) {
  Begin("endpoint", {"sh", "-c", "echo no model; exit 3"});
  const Json shown = Deploy();
  EXPECT_EQ(shown.at("EndpointStatus"), "Failed");
  EXPECT_EQ(shown.at("FailureReason"),
            "The primary container for production variant all did not pass the ping health check. "
            "Please check CloudWatch logs for this endpoint. Its command ended with exit code 3.");
  EXPECT_TRUE(IsScratchEmpty());
}

TEST_F(ModelCommandsTest, AnArchiveThatLeadsElsewhereIsRefused) {
  Serve("endpoint");
  app->PutObject("s3://models/net.tar.gz", WriteTarGz(std::vector<TarMember>{{"../net.txt", "x"}}));
  const Json shown = Deploy();
  EXPECT_EQ(shown.at("EndpointStatus"), "Failed");
  EXPECT_THAT(StringOr(shown, "FailureReason"), testing::HasSubstr("'../net.txt'"));
}

TEST_F(ModelCommandsTest, ARestartServesWhatWasInService) {
  Serve("endpoint");
  Deploy();
  app->app().Start();  // as after a restart: what ran belonged to a former process
  app->Advance(1s);
  EXPECT_EQ(Describe().at("EndpointStatus"), "InService");
  EXPECT_EQ(Invoke(), "one ? hello");
}

TEST_F(ModelCommandsTest, AResetEndsWhatServes) {
  Serve("endpoint");
  Deploy();
  app->Control("POST", "/_portside/reset", Json::object());
  EXPECT_TRUE(IsScratchEmpty());
}

TEST_F(ModelCommandsTest, ACommandServesATransformJob) {
  Serve("transform");
  CreateModel();
  app->Call("sagemaker", "CreateTransformJob",
            {{"TransformJobName", "t"},
             {"ModelName", "net"},
             {"Environment", {{"WORD", "batch"}}},
             {"TransformInput",
              {{"DataSource",
                {{"S3DataSource", {{"S3DataType", "S3Prefix"}, {"S3Uri", "s3://input/"}}}}}}},
             {"TransformOutput", {{"S3OutputPath", "s3://out/t"}}},
             {"TransformResources", {{"InstanceType", "ml.m5.large"}, {"InstanceCount", 1}}}});
  app->Advance(2s);
  const Json job = app->Call("sagemaker", "DescribeTransformJob", {{"TransformJobName", "t"}});
  EXPECT_EQ(job.at("TransformJobStatus"), "Completed") << job;
  EXPECT_EQ(app->GetObject("s3://out/t/a.csv.out"), "one 1,2\n batch");
  EXPECT_TRUE(IsScratchEmpty());
}

}  // namespace
}  // namespace portside::sagemaker
