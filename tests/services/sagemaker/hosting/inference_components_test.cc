// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/inference_component.h"

#include "services/sagemaker/runtime/runtime_fixture.h"

namespace portside::sagemaker {
namespace {

class InferenceComponentsTest : public RuntimeTest {
 protected:
  InferenceComponentsTest() {
    Json variant = Variant();
    variant.erase("ModelName");
    Json config = Config("shared", {variant});
    config["ExecutionRoleArn"] = kRole;
    Serve("e", config);
  }
  static Json Input(const std::string& name) {
    return {{"InferenceComponentName", name},
            {"EndpointName", "e"},
            {"VariantName", "all"},
            {"Specification",
             {{"ModelName", "net"},
              {"ComputeResourceRequirements", {{"MinMemoryRequiredInMb", 1024}}}}},
            {"RuntimeConfig", {{"CopyCount", 2}}}};
  }
  void Create(const Json& input) {
    Call("CreateInferenceComponent", input);
    app.Advance(1s);
  }
  Json Shown(const std::string& name) {
    return Call("DescribeInferenceComponent", {{"InferenceComponentName", name}});
  }
  void Refuse(const Json& input, const std::string& text) {
    ExpectError("CreateInferenceComponent", input, "ValidationException", text);
  }
};

TEST_F(InferenceComponentsTest, AComponentComesIntoServiceAndChangesItsCopies) {
  Call("CreateInferenceComponent", Input("c"));
  EXPECT_EQ(Shown("c").at("InferenceComponentStatus"), "Creating");
  EXPECT_EQ(Shown("c").at("RuntimeConfig").at("CurrentCopyCount"), 0);
  app.Advance(1s);
  Json shown = Shown("c");
  EXPECT_EQ(shown.at("InferenceComponentStatus"), "InService");
  EXPECT_EQ(shown.at("EndpointArn"), kArn + "endpoint/e");
  EXPECT_EQ(shown.at("Specification"), Input("c").at("Specification"));
  EXPECT_EQ(shown.at("RuntimeConfig").at("CurrentCopyCount"), 2);
  Call("UpdateInferenceComponentRuntimeConfig",
       {{"InferenceComponentName", "c"}, {"DesiredRuntimeConfig", {{"CopyCount", 5}}}});
  EXPECT_EQ(Shown("c").at("InferenceComponentStatus"), "Updating");
  EXPECT_EQ(Shown("c").at("RuntimeConfig"),
            (Json{{"DesiredCopyCount", 5}, {"CurrentCopyCount", 2}}));
  app.Advance(1s);
  EXPECT_EQ(Shown("c").at("RuntimeConfig").at("CurrentCopyCount"), 5);
}

TEST_F(InferenceComponentsTest, AnUpdateBringsAnotherSpecification) {
  Create(Input("c"));
  CreateModel("other");
  Json specification = Input("c").at("Specification");
  specification["ModelName"] = "other";
  Call("UpdateInferenceComponent",
       {{"InferenceComponentName", "c"}, {"Specification", specification}});
  EXPECT_EQ(Shown("c").at("Specification").at("ModelName"), "net");
  app.Advance(1s);
  EXPECT_EQ(Shown("c").at("Specification"), specification);
  EXPECT_EQ(Shown("c").at("RuntimeConfig").at("CurrentCopyCount"), 2);
}

TEST_F(InferenceComponentsTest, AContainerShowsTheImageThatIsDeployed) {
  Json input = Input("c");
  input["Specification"].erase("ModelName");
  input["Specification"]["Container"] = {{"Image", "image:1"}, {"ArtifactUrl", "s3://models/a"}};
  Create(input);
  const Json container = Shown("c").at("Specification").at("Container");
  EXPECT_EQ(container.at("DeployedImage").at("SpecifiedImage"), "image:1");
  EXPECT_EQ(container.at("ArtifactUrl"), "s3://models/a");
}

TEST_F(InferenceComponentsTest, RefusalsHaveTheTextsThatToolsLookFor) {
  Create(Input("c"));
  ExpectError("DescribeInferenceComponent", {{"InferenceComponentName", "none"}},
              "ValidationException",
              "Could not find inference component \"" + kArn + "inference-component/none\".");
  Serve("models");
  Json elsewhere = Input("d");
  elsewhere["EndpointName"] = "models";
  Refuse(
      elsewhere,
      "Invalid request provided: Inference Components are not supported in this Endpoint. Please "
      "make sure this endpoint can deploy inference components.");
  Json none = Input("d");
  none["RuntimeConfig"]["CopyCount"] = 0;
  Refuse(none, "Inference components copy count an integer larger than 0");
  Json unknown = Input("d");
  unknown["VariantName"] = "v";
  Refuse(unknown, "The variant name(s) \"v\" is/are not present");
}

TEST_F(InferenceComponentsTest, WhatIsInUseIsNotDeleted) {
  Create(Input("base"));
  Json adapter = Input("adapter");
  adapter.erase("VariantName");
  adapter["Specification"] = {{"BaseInferenceComponentName", "base"},
                              {"Container", {{"ArtifactUrl", "s3://models/adapter"}}}};
  Create(adapter);
  EXPECT_EQ(Shown("adapter").at("VariantName"), "all");
  ExpectError("DeleteInferenceComponent", {{"InferenceComponentName", "base"}},
              "ValidationException", "is a base inference component");
  ExpectError("DeleteEndpoint", {{"EndpointName", "e"}}, "ValidationException",
              "inference component");
  for (const char* name : {"adapter", "base"}) {
    Call("DeleteInferenceComponent", {{"InferenceComponentName", name}});
    ExpectError("DeleteInferenceComponent", {{"InferenceComponentName", name}},
                "ValidationException", "DELETE_IN_PROGRESS");
    app.Advance(1s);
  }
  Call("DeleteEndpoint", {{"EndpointName", "e"}});
}

TEST_F(InferenceComponentsTest, AreListedByEndpointAndVariant) {
  Create(Input("c"));
  const auto count = [&](const Json& question) {
    return Call("ListInferenceComponents", question).at("InferenceComponents").size();
  };
  EXPECT_EQ(count({{"EndpointNameEquals", "e"}, {"VariantNameEquals", "all"}}), 1U);
  EXPECT_EQ(count({{"EndpointNameEquals", "other"}}), 0U);
}

TEST_F(InferenceComponentsTest, AreInvokedByTheirName) {
  Create(Input("c"));
  Answer({{"body", "x"}});
  const Answered answered = Invoke("e", "1", {{"X-Amzn-SageMaker-Inference-Component", "c"}});
  EXPECT_EQ(answered.status, 200) << answered.body;
  EXPECT_EQ(answered.headers.Get("x-Amzn-Invoked-Production-Variant"), "all");
  ExpectRefused(Invoke("e", "1", {{"X-Amzn-SageMaker-Inference-Component", "none"}}), 400,
                "ValidationError", "Inference Component none not found for endpoint e.");
}

}  // namespace
}  // namespace portside::sagemaker
