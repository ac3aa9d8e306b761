// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;

class ModelsTest : public SageMakerTest {
 protected:
  static Json Input(const std::string& name) {
    return {{"ModelName", name},
            {"ExecutionRoleArn", kRole},
            {"PrimaryContainer",
             {{"Image", "registry/image:1"}, {"ModelDataUrl", "s3://models/net.tar.gz"}}}};
  }
  std::vector<std::string> List(const Json& question) {
    std::vector<std::string> names;
    const Json page = Call("ListModels", question);
    for (const Json& model : page.at("Models")) names.push_back(model.at("ModelName"));
    return names;
  }
};

TEST_F(ModelsTest, DescribeSaysWhatCreateLeftOut) {
  const std::string arn = Call("CreateModel", Input("net")).at("ModelArn");
  EXPECT_EQ(arn, "arn:aws:sagemaker:us-west-2:123456789012:model/net");
  const Json model = Call("DescribeModel", {{"ModelName", "net"}});
  EXPECT_EQ(model.at("ModelArn"), arn);
  EXPECT_EQ(model.at("EnableNetworkIsolation"), false);
  const Json container = model.at("PrimaryContainer");
  EXPECT_EQ(container.at("Mode"), "SingleModel");
  EXPECT_EQ(container.at("Environment"), Json::object());
  EXPECT_EQ(container.at("ModelDataSource"), (Json{{"S3DataSource",
                                                    {{"S3Uri", "s3://models/net.tar.gz"},
                                                     {"S3DataType", "S3Object"},
                                                     {"CompressionType", "Gzip"}}}}));
}

TEST_F(ModelsTest, RefusalsHaveTheRecordedTexts) {
  Call("CreateModel", Input("net"));
  const std::string arn = "\"arn:aws:sagemaker:us-west-2:123456789012:model/";
  ExpectError("CreateModel", Input("net"), "ValidationException",
              "Cannot create already existing model " + arn + "net\".");
  for (const char* operation : {"DescribeModel", "DeleteModel"}) {
    ExpectError(operation, {{"ModelName", "none"}}, "ValidationException",
                "Could not find model " + arn + "none\".");
  }
  Json elsewhere = Input("other");
  elsewhere["PrimaryContainer"]["ModelDataUrl"] = "s3://models/none.tar.gz";
  ExpectError("CreateModel", elsewhere, "ValidationException",
              "Could not find model data at s3://models/none.tar.gz");
  Json both = Input("both");
  both["Containers"] = Json::array({both["PrimaryContainer"]});
  ExpectError("CreateModel", both, "ValidationException", "cannot be specified at the same time");
  both.erase("Containers");
  both.erase("PrimaryContainer");
  ExpectError("CreateModel", both, "ValidationException", "must be specified");
}

TEST_F(ModelsTest, TheNewestComesFirst) {
  for (const char* name : {"b", "c", "a"}) {
    Call("CreateModel", Input(name));
    app.Advance(1s);
  }
  EXPECT_THAT(List(Json::object()), ElementsAre("a", "c", "b"));
  EXPECT_THAT(List({{"SortOrder", "Ascending"}}), ElementsAre("b", "c", "a"));
  EXPECT_THAT(List({{"SortBy", "Name"}}), ElementsAre("c", "b", "a"));
  EXPECT_THAT(List({{"SortBy", "Name"}, {"SortOrder", "Ascending"}}), ElementsAre("a", "b", "c"));
  EXPECT_THAT(List({{"NameContains", "c"}}), ElementsAre("c"));
  Call("DeleteModel", {{"ModelName", "c"}});
  EXPECT_THAT(List(Json::object()), ElementsAre("a", "b"));
}

TEST_F(ModelsTest, ContainersOfAFolderAreOfAPrefix) {
  Json input = Input("many");
  input["PrimaryContainer"]["ModelDataUrl"] = "s3://models/folder/";
  input["PrimaryContainer"]["Mode"] = "MultiModel";
  Call("CreateModel", input);
  const Json container = Call("DescribeModel", {{"ModelName", "many"}}).at("PrimaryContainer");
  EXPECT_EQ(container.at("Mode"), "MultiModel");
  EXPECT_EQ(container.at("ModelDataSource").at("S3DataSource").at("S3DataType"), "S3Prefix");
}

}  // namespace
}  // namespace portside::sagemaker
