// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/data_input_config.h"

#include <gtest/gtest.h>

namespace portside::sagemaker {
namespace {

struct GoodForm {
  const char* text;
  const char* value;   // as JSON
  const char* inputs;  // [[name, shape], …]
};

const GoodForm kGoodForms[] = {
    {R"({"data":[1,3,224,224]})", R"({"data":[1,3,224,224]})", R"([["data",[1,3,224,224]]])"},
    {R"({'data1': [1,28,28,1], 'data2':[1,28,28,1]})",
     R"({"data1":[1,28,28,1],"data2":[1,28,28,1]})",
     R"([["data1",[1,28,28,1]],["data2",[1,28,28,1]]])"},
    {"[[1,3,224,224], [1,10]]", "[[1,3,224,224],[1,10]]",
     R"([["input0",[1,3,224,224]],["input1",[1,10]]])"},
    {R"({"image": {"shape": [1,224,224,3], "type": "Image"}})",
     R"({"image":{"shape":[1,224,224,3],"type":"Image"}})", R"([["image",[1,224,224,3]]])"},
    {R"({"image": {"shape": [[1,8],224,224,3]}})", R"({"image":{"shape":[[1,8],224,224,3]}})",
     R"([["image",[[1,8],224,224,3]]])"},
    {R"({'x': (None, -1, 3)})", R"({"x":[null,-1,3]})", R"([["x",[null,-1,3]]])"},
    {R"({'it\'s "x"': [1]})", R"({"it's \"x\"":[1]})", R"([["it's \"x\"",[1]]])"},
    {R"({"None(": [1]})", R"({"None(":[1]})", R"([["None(",[1]]])"},
    {"{}", "{}", "[]"}};

TEST(DataInputConfigTest, DocumentedFormsAreRead) {
  for (const GoodForm& form : kGoodForms) {
    SCOPED_TRACE(form.text);
    const auto config = ParseDataInputConfig(form.text);
    ASSERT_TRUE(config) << config.error();
    Json inputs = Json::array();
    for (const ModelInput& input : config->inputs) inputs.push_back({input.name, input.shape});
    EXPECT_EQ(inputs, *ParseJson(form.inputs));
    EXPECT_EQ(config->value, *ParseJson(form.value));
  }
}

const char* const kMalformed[] = {"",
                                  "data",
                                  "17",
                                  R"("data")",
                                  "{'data': [1,3",
                                  "{'data",
                                  "'",
                                  "\\",
                                  R"({"data": []})",
                                  R"({"data": "1,3"})",
                                  R"({"data": [1.5]})",
                                  R"({"data": [-2]})",
                                  R"({"data": ["a"]})",
                                  R"({"data": [[1,2,3]]})",
                                  "[1,3,224,224]",
                                  R"({"data": {"form": [1]}})"};

TEST(DataInputConfigTest, MalformedTextsAreRefusedWithTheExpectedForm) {
  for (const char* text : kMalformed) {
    SCOPED_TRACE(text);
    const auto config = ParseDataInputConfig(text);
    ASSERT_FALSE(config);
    EXPECT_NE(config.error().find("DataInputConfig"), std::string::npos) << config.error();
    EXPECT_NE(config.error().find(R"({"data": [1,3,224,224]})"), std::string::npos);
  }
}

TEST(DataInputConfigTest, NestingWithoutEndIsRefused) {
  EXPECT_FALSE(ParseDataInputConfig(std::string(16'000, '(')));
}

TEST(DataInputConfigTest, TheErrorNamesTheInput) {
  const auto config = ParseDataInputConfig(R"({"good":[1],"wrong":"1"})");
  ASSERT_FALSE(config);
  EXPECT_NE(config.error().find("'wrong'"), std::string::npos) << config.error();
}

}  // namespace
}  // namespace portside::sagemaker
