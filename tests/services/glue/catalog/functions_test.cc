// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

using testing::ElementsAre;

class FunctionsTest : public GlueTest {
 protected:
  void SetUp() override { CreateCatalog(); }

  static Json Input(const std::string& name) {
    return {{"DatabaseName", "people"},
            {"FunctionInput",
             {{"FunctionName", name},
              {"ClassName", "com.example.Mask"},
              {"OwnerName", "me"},
              {"OwnerType", "USER"},
              {"ResourceUris", {{{"ResourceType", "JAR"}, {"Uri", "s3://code/mask.jar"}}}}}}};
  }
  static Json Of(const std::string& name) {
    return {{"DatabaseName", "people"}, {"FunctionName", name}};
  }
  std::vector<std::string> Found(const Json& input) {
    std::vector<std::string> names;
    const Json answer = Ok("GetUserDefinedFunctions", input);
    for (const Json& function : answer.at("UserDefinedFunctions")) {
      names.push_back(function.at("FunctionName"));
    }
    return names;
  }
};

TEST_F(FunctionsTest, AreKeptAsGiven) {
  Ok("CreateUserDefinedFunction", Input("MaskName"));
  const Json function = Ok("GetUserDefinedFunction", Of("MASKNAME")).at("UserDefinedFunction");
  EXPECT_EQ(function.at("FunctionName"), "maskname");
  EXPECT_EQ(function.at("DatabaseName"), "people");
  EXPECT_EQ(function.at("CatalogId"), kAccount);
  EXPECT_EQ(function.at("ClassName"), "com.example.Mask");
  EXPECT_EQ(function.at("ResourceUris"), Input("").at("FunctionInput").at("ResourceUris"));
  EXPECT_TRUE(function.contains("CreateTime"));
}

TEST_F(FunctionsTest, RefusalsAreTheServices) {
  Json input = Input("f");
  input["FunctionInput"]["ResourceUris"][0]["ResourceType"] = "ZIP";
  ExpectError("CreateUserDefinedFunction", input, "InvalidInputException",
              "Resource Type is not valid");
  input["FunctionInput"]["OwnerType"] = "ROBOT";
  ExpectError("CreateUserDefinedFunction", input, "InvalidInputException",
              "Owner Type is not valid");
  input["FunctionInput"].erase("OwnerType");
  ExpectError("CreateUserDefinedFunction", input, "InvalidInputException",
              "Owner type for function can not be null");
  Ok("CreateUserDefinedFunction", Input("f"));
  ExpectError("CreateUserDefinedFunction", Input("F"), "AlreadyExistsException",
              "Function already exists.");
  ExpectError("GetUserDefinedFunction", Of("g"), "EntityNotFoundException",
              "Function g not found.");
  ExpectError("DeleteUserDefinedFunction", Of("g"), "EntityNotFoundException",
              "Function g not found.");
  EXPECT_EQ(Error("GetUserDefinedFunctions", {{"Pattern", "("}}).code, "InvalidInputException");
}

TEST_F(FunctionsTest, ListsThoseOfADatabaseOrAll) {
  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "other"}}}});
  for (const char* name : {"mask_b", "mask_a", "hash"}) {
    Ok("CreateUserDefinedFunction", Input(name));
  }
  Json elsewhere = Input("mask_c");
  elsewhere["DatabaseName"] = "other";
  Ok("CreateUserDefinedFunction", elsewhere);
  EXPECT_THAT(Found({{"DatabaseName", "people"}, {"Pattern", "mask*"}}),
              ElementsAre("mask_a", "mask_b"));
  EXPECT_THAT(Found({{"Pattern", ".*"}}), ElementsAre("hash", "mask_a", "mask_b", "mask_c"));
}

TEST_F(FunctionsTest, AnUpdateReplacesAndMayRename) {
  Ok("CreateUserDefinedFunction", Input("f"));
  Ok("CreateUserDefinedFunction", Input("taken"));
  Json update = Of("f");
  update["FunctionInput"] = {{"OwnerType", "GROUP"}};
  Ok("UpdateUserDefinedFunction", update);
  const Json function = Ok("GetUserDefinedFunction", Of("f")).at("UserDefinedFunction");
  EXPECT_EQ(function.at("OwnerType"), "GROUP");
  EXPECT_FALSE(function.contains("ClassName"));
  update["FunctionInput"]["FunctionName"] = "taken";
  ExpectError("UpdateUserDefinedFunction", update, "AlreadyExistsException",
              "Function already exists.");
  update["FunctionInput"]["FunctionName"] = "G";
  Ok("UpdateUserDefinedFunction", update);
  EXPECT_THAT(Found({{"Pattern", "*"}}), ElementsAre("g", "taken"));
}

TEST_F(FunctionsTest, GoWithTheirDatabase) {
  Ok("CreateUserDefinedFunction", Input("f"));
  Ok("DeleteDatabase", {{"Name", "people"}});
  Ok("CreateDatabase", {{"DatabaseInput", {{"Name", "people"}}}});
  EXPECT_THAT(Found({{"Pattern", "*"}}), testing::IsEmpty());
}

}  // namespace
}  // namespace portside::glue
