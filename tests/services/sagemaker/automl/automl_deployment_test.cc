// SPDX-License-Identifier: Apache-2.0
//
// AutoML jobs that deploy their best candidate.

#include "services/sagemaker/automl/automl_fixture.h"

namespace portside::sagemaker {
namespace {

using AutoMLDeploymentTest = AutoMLTest;

const Json kNamed = {{"ModelDeployConfig", {{"EndpointName", "front"}}}};

TEST_F(AutoMLDeploymentTest, TheBestCandidateIsServed) {
  Json input = Input("churn");
  input.merge_patch(kNamed);
  Call("CreateAutoMLJob", input);
  app.Advance(950ms);
  ExpectEnd(Describe("churn"), "InProgress", "DeployingModel");
  app.Advance(2s);
  const Json job = Describe("churn");
  ExpectEnd(job, "Completed", "Completed");
  EXPECT_EQ(job.at("ModelDeployResult"), Json({{"EndpointName", "front"}}));
  const Json endpoint = Call("DescribeEndpoint", {{"EndpointName", "front"}});
  EXPECT_EQ(endpoint.at("EndpointStatus"), "InService");
  const Json& container = job.at("BestCandidate").at("InferenceContainers")[0];
  EXPECT_EQ(endpoint.at("ProductionVariants")[0].at("DeployedImages")[0].at("SpecifiedImage"),
            container.at("Image"));
  const Json model = Call("DescribeModel", {{"ModelName", "front"}});
  EXPECT_EQ(model.at("PrimaryContainer").at("ModelDataUrl"), container.at("ModelDataUrl"));
  EXPECT_EQ(model.at("ExecutionRoleArn"), kRole);
  const Json config = Call("DescribeEndpointConfig", {{"EndpointConfigName", "front"}});
  EXPECT_EQ(config.at("ProductionVariants")[0].at("ModelName"), "front");
}

TEST_F(AutoMLDeploymentTest, ANameIsDrawnWhereThatIsAsked) {
  const Json job = RunV2(
      InputV2("churn"),
      {{"ModelDeployConfig", {{"AutoGenerateEndpointName", true}}},
       {"AutoMLProblemTypeConfig", {{"TabularJobConfig", {{"Mode", "HYPERPARAMETER_TUNING"}}}}}});
  const std::string name = job.at("ModelDeployResult").at("EndpointName");
  EXPECT_THAT(name, testing::StartsWith("churn-"));
  EXPECT_EQ(Call("DescribeModel", {{"ModelName", name}}).at("Containers").size(), 3U);
}

TEST_F(AutoMLDeploymentTest, AFailedEndpointIsAPartialFailure) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"kind", "sagemaker::endpoint"}}},
               {"outcome", {{"fail", {{"reason", "no health"}}}}}});
  const Json job = Run(Input("churn"), kNamed);
  ExpectEnd(job, "Completed", "ModelDeploymentError");
  EXPECT_FALSE(job.contains("ModelDeployResult"));
  EXPECT_THAT(job.at("PartialFailureReasons")[0].at("PartialFailureMessage").get<std::string>(),
              testing::HasSubstr("The endpoint front could not be deployed: no health"));
}

TEST_F(AutoMLDeploymentTest, NamesThatAreTakenArePartialFailures) {
  Run(Input("first"), kNamed);
  const Json job = Run(Input("second"), {{"ModelDeployConfig", {{"EndpointName", "FRONT"}}}});
  ExpectEnd(job, "Completed", "ModelDeploymentError");
  EXPECT_EQ(job.at("PartialFailureReasons")[0].at("PartialFailureMessage"),
            "ClientError: The model could not be deployed: arn:aws:sagemaker:us-west-2:"
            "123456789012:endpoint/front already exists.");
  Call("CreateModel", {{"ModelName", "back"}, {"PrimaryContainer", {{"Image", "image"}}}});
  ExpectEnd(Run(Input("third"), {{"ModelDeployConfig", {{"EndpointName", "back"}}}}), "Completed",
            "ModelDeploymentError");
}

TEST_F(AutoMLDeploymentTest, AStoppedJobLeavesItsEndpoint) {
  Json input = Input("churn");
  input.merge_patch(kNamed);
  Call("CreateAutoMLJob", input);
  app.Advance(950ms);
  Call("StopAutoMLJob", {{"AutoMLJobName", "churn"}});
  app.Advance(2s);
  ExpectEnd(Describe("churn"), "Stopped", "Stopped");
  EXPECT_EQ(Call("DescribeEndpoint", {{"EndpointName", "front"}}).at("EndpointStatus"),
            "InService");
}

}  // namespace
}  // namespace portside::sagemaker
