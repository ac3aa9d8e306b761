// SPDX-License-Identifier: Apache-2.0
//
// The control plane of a whole program, its clock standing unless told otherwise, and jobs to try
// it on.

#pragma once

#include <gtest/gtest.h>

#include <string>

#include "support/test_app.h"

namespace portside {

class ControlFixture : public ::testing::Test {
 protected:
  struct Answer {
    int status = 0;
    Json body;
  };

  explicit ControlFixture(bool clock_stands = true, TestAppOptions options = {})
      : app_(std::move(options)) {
    if (clock_stands) Send("PUT", "/_portside/clock", R"({"mode":"manual"})");
  }

  Answer Send(const std::string& method, const std::string& path, const std::string& body = "") {
    HttpRequest request;
    request.method = method;
    request.target = path;
    request.body = body;
    const HttpResponse response = app_.Send(request);
    return {response.status, ParseJson(std::get<std::string>(response.body)).value_or(Json())};
  }
  // A refusal for a member of the body, with its message.
  void ExpectWrong(const Answer& answer, const std::string& member, const std::string& message) {
    EXPECT_EQ(answer.status, 400) << message;
    EXPECT_EQ(answer.body.value("member", ""), member);
    EXPECT_EQ(answer.body.value("message", ""), message);
  }
  void Advance(const std::string& seconds) {
    EXPECT_EQ(Send("POST", "/_portside/clock/advance", R"({"seconds":)" + seconds + "}").status,
              200);
  }

  // Jobs that compile a model which is there.
  void StartJob(const std::string& name) {
    if (!app_.HasObject("s3://models/model.tar.gz")) {
      app_.PutObject("s3://models/model.tar.gz", "not an archive");
    }
    app_.Call("sagemaker", "CreateCompilationJob",
              {{"CompilationJobName", name},
               {"RoleArn", "arn:aws:iam::123456789012:role/Edge"},
               {"InputConfig",
                {{"S3Uri", "s3://models/model.tar.gz"},
                 {"Framework", "PYTORCH"},
                 {"DataInputConfig", R"({"input0":[1,3,224,224]})"}}},
               {"OutputConfig",
                {{"S3OutputLocation", "s3://models/compiled"}, {"TargetDevice", "rasp3b"}}},
               {"StoppingCondition", {{"MaxRuntimeInSeconds", 7200}}}});
  }
  Json Describe(const std::string& name) {
    return app_.Call("sagemaker", "DescribeCompilationJob", {{"CompilationJobName", name}});
  }
  std::string StatusOf(const std::string& name) {
    return StringOr(Describe(name), "CompilationJobStatus");
  }
  // The status without being counted as a poll.
  std::string SeenFromAside(const std::string& name) {
    const Json list = app_.Call("sagemaker", "ListCompilationJobs", {{"NameContains", name}});
    return StringOr(list["CompilationJobSummaries"][0], "CompilationJobStatus");
  }

  TestApp app_;
};

}  // namespace portside
