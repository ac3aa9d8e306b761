// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ConnectionsTest : public GlueTest {
 protected:
  static Json Input(const std::string& name, const std::string& type = "JDBC") {
    return {{"ConnectionInput",
             {{"Name", name},
              {"ConnectionType", type},
              {"MatchCriteria", {"warehouse"}},
              {"ConnectionProperties",
               {{"JDBC_CONNECTION_URL", "jdbc:postgresql://db/x"},
                {"USERNAME", "u"},
                {"PASSWORD", "p"}}}}}};
  }
  Json Get(const std::string& name, bool hidden = false) {
    return Ok("GetConnection", {{"Name", name}, {"HidePassword", hidden}}).at("Connection");
  }
  void ExpectRefused(std::string_view operation, const Json& input, const std::string& code,
                     const std::string& text) {
    const CallResult result = app().TryCall("glue", operation, input);
    EXPECT_EQ(result.ErrorCode(), code);
    EXPECT_THAT(result.ErrorMessage(), HasSubstr(text));
  }
};

TEST_F(ConnectionsTest, AConnectionIsShownAsItWasGiven) {
  EXPECT_EQ(Ok("CreateConnection", Input("wh")), Json::object());
  const Json shown = Get("wh");
  EXPECT_EQ(shown.at("Name"), "wh");
  EXPECT_EQ(shown.at("ConnectionProperties"),
            Input("wh").at("ConnectionInput").at("ConnectionProperties"));
  EXPECT_EQ(shown.at("ConnectionSchemaVersion"), 1);
  EXPECT_TRUE(shown.contains("CreationTime"));
  EXPECT_FALSE(Get("wh", true).at("ConnectionProperties").contains("PASSWORD"));
}

TEST_F(ConnectionsTest, RefusalsHaveTheRecordedTexts) {
  Ok("CreateConnection", Input("wh"));
  ExpectRefused("CreateConnection", Input("wh"), "AlreadyExistsException",
                "Connection already exists.");
  const std::string missing =
      "Connection with name none in account " + app().account + " is not found";
  ExpectRefused("GetConnection", {{"Name", "none"}}, "EntityNotFoundException", missing);
  ExpectRefused("DeleteConnection", {{"ConnectionName", "none"}}, "EntityNotFoundException",
                missing);
  ExpectRefused("CreateConnection", Input("k", "KAFKA"), "InvalidInputException",
                "Validation for connection properties failed");
  ExpectRefused("CreateConnection", Input("n", "NETWORK"), "InvalidInputException",
                "PhysicalConnectionRequirements cannot be null");
  Json validated = Input("v");
  validated["ConnectionInput"]["ValidateCredentials"] = true;
  ExpectRefused("CreateConnection", validated, "NotImplementedException", "ValidateCredentials");
}

TEST_F(ConnectionsTest, AnUpdateReplacesEverythingThatWasGiven) {
  Ok("CreateConnection", Input("wh"));
  Json update = Input("wh");
  update["Name"] = "wh";
  update["ConnectionInput"].erase("MatchCriteria");
  update["ConnectionInput"]["Description"] = "new";
  Ok("UpdateConnection", update);
  const Json shown = Get("wh");
  EXPECT_EQ(shown.at("Description"), "new");
  EXPECT_FALSE(shown.contains("MatchCriteria"));
  update["ConnectionInput"]["Name"] = "other";
  ExpectRefused("UpdateConnection", update, "InvalidInputException", "must be equal");
}

TEST_F(ConnectionsTest, ListsAreFilteredAndByName) {
  for (const char* name : {"b", "a"}) Ok("CreateConnection", Input(name));
  Json sftp = Input("c", "SFTP");
  sftp["ConnectionInput"]["MatchCriteria"] = {"files"};
  Ok("CreateConnection", sftp);
  const auto list = [&](const Json& filter) {
    return Names(Ok("GetConnections", {{"Filter", filter}}).at("ConnectionList"));
  };
  EXPECT_THAT(list(Json::object()), ElementsAre("a", "b", "c"));
  EXPECT_THAT(list({{"ConnectionType", "SFTP"}}), ElementsAre("c"));
  EXPECT_THAT(list({{"MatchCriteria", {"warehouse"}}}), ElementsAre("a", "b"));
}

TEST_F(ConnectionsTest, ABatchSaysOfEachWhatBecameOfIt) {
  for (const char* name : {"a", "b"}) Ok("CreateConnection", Input(name));
  const Json answer = Ok("BatchDeleteConnection", {{"ConnectionNameList", {"a", "none", "b"}}});
  EXPECT_EQ(answer.at("Succeeded"), Json::array({"a", "b"}));
  EXPECT_EQ(answer.at("Errors").size(), 1U);
  EXPECT_EQ(answer.at("Errors").at("none").at("ErrorCode"), "EntityNotFoundException");
  EXPECT_EQ(Ok("GetConnections").at("ConnectionList"), Json::array());
}

}  // namespace
}  // namespace portside::glue
