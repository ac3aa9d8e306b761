// SPDX-License-Identifier: Apache-2.0
//
// What the suites of hosting share: a model, configurations and endpoints of it.

#pragma once

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {

inline const std::string kArn = "arn:aws:sagemaker:us-west-2:123456789012:";

class HostingTest : public SageMakerTest {
 protected:
  HostingTest() { CreateModel("net"); }

  void CreateModel(const std::string& name, const std::string& image = "registry/image:1") {
    Call("CreateModel", {{"ModelName", name},
                         {"ExecutionRoleArn", kRole},
                         {"PrimaryContainer", {{"Image", image}}}});
  }
  static Json Variant(const std::string& name = "all", const std::string& model = "net") {
    return {{"VariantName", name},
            {"ModelName", model},
            {"InstanceType", "ml.m5.large"},
            {"InitialInstanceCount", 2}};
  }
  static Json Config(const std::string& name, const std::vector<Json>& variants = {Variant()}) {
    return {{"EndpointConfigName", name}, {"ProductionVariants", variants}};
  }
  // An endpoint of a configuration of the same name.
  void CreateEndpoint(const std::string& name, const Json& config) {
    Call("CreateEndpointConfig", config);
    Call("CreateEndpoint",
         {{"EndpointName", name}, {"EndpointConfigName", config.at("EndpointConfigName")}});
  }
  void CreateEndpoint(const std::string& name) { CreateEndpoint(name, Config(name)); }
  // The same, in service.
  template <typename... Config>
  void Serve(const std::string& name, const Config&... config) {
    CreateEndpoint(name, config...);
    app.Advance(1s);
    EXPECT_EQ(Describe(name).at("EndpointStatus"), "InService");
  }
  Json Describe(const std::string& name) {
    return Call("DescribeEndpoint", {{"EndpointName", name}});
  }
  void Update(const std::string& name, const std::string& config, Json more = Json::object()) {
    more["EndpointName"] = name;
    more["EndpointConfigName"] = config;
    EXPECT_EQ(Call("UpdateEndpoint", more).at("EndpointArn"), kArn + "endpoint/" + name);
  }
  void Order(const Json& outcome, const Json& more = Json::object()) {
    Json order = {{"match", {{"kind", "sagemaker::endpoint"}}}, {"outcome", outcome}};
    order.update(more);
    app.Control("POST", "/_portside/outcomes", order);
  }
};

}  // namespace portside::sagemaker
