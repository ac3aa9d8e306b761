// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/toolkit_parameters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;
using testing::Pair;

ToolkitParameters Of(const Json& parameters) {
  return ToolkitParameters(Json{{"HyperParameters", parameters}});
}

TEST(ToolkitParametersTest, ValuesOfFrameworkEstimatorsAreRead) {
  const auto parameters = Of({{"model", "\"resnet\""}, {"depth", "3"}, {"fast", "true"}});
  EXPECT_EQ(parameters.values(), Json({{"model", "resnet"}, {"depth", 3}, {"fast", true}}));
  EXPECT_THAT(parameters.Texts(),
              ElementsAre(Pair("depth", "3"), Pair("fast", "true"), Pair("model", "resnet")));
  EXPECT_THAT(parameters.Arguments(),
              ElementsAre("--depth", "3", "--fast", "True", "--model", "resnet"));
}

TEST(ToolkitParametersTest, WhatIsNoJsonIsAText) {
  const auto parameters = Of({{"model", "resnet"}, {"rate", "1e-3"}, {"empty", ""}});
  EXPECT_EQ(parameters.values(), Json({{"model", "resnet"}, {"rate", 0.001}, {"empty", ""}}));
  EXPECT_THAT(parameters.Arguments(),
              ElementsAre("--empty", "", "--model", "resnet", "--rate", "1e-3"));
}

TEST(ToolkitParametersTest, WhatContainersNeedIsNotTheScripts) {
  const auto parameters = Of({{"sagemaker_program", "\"train.py\""},
                              {"sagemaker_region", "\"us-west-2\""},
                              {"_tuning_objective_metric", "auc"},
                              {"default_user_module_name", "m"},
                              {"C", "1"}});
  EXPECT_EQ(parameters.values(), Json({{"C", 1}}));
  EXPECT_THAT(parameters.Arguments(), ElementsAre("-C", "1"));
}

TEST(ToolkitParametersTest, StructuresAreWrittenAsTheToolkitsWriteThem) {
  const auto parameters =
      Of({{"map", R"({"b": true, "a": 1})"}, {"list", "[1, 2]"}, {"none", "null"}});
  EXPECT_THAT(parameters.Arguments(),
              ElementsAre("--list", "[1, 2]", "--map", "a=1,b=True", "--none", "None"));
  EXPECT_EQ(parameters.Texts().at("map"), R"({"a":1,"b":true})");
}

}  // namespace
}  // namespace portside::sagemaker
