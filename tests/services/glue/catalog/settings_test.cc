// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

class SettingsTest : public GlueTest {};

constexpr const char* kPolicy = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
                                R"("Action":["glue:GetTable","glue:GetDatabase"]}]})";

TEST_F(SettingsTest, EncryptionIsDisabledUntilItIsSet) {
  EXPECT_EQ(Ok("GetDataCatalogEncryptionSettings"), Json::parse(R"({
      "DataCatalogEncryptionSettings": {
        "EncryptionAtRest": {"CatalogEncryptionMode": "DISABLED"},
        "ConnectionPasswordEncryption": {"ReturnConnectionPasswordEncrypted": false}}})"));
  const Json settings = {{"EncryptionAtRest", {{"CatalogEncryptionMode", "SSE-KMS"}}}};
  for (int times = 0; times < 2; ++times) {
    Ok("PutDataCatalogEncryptionSettings", {{"DataCatalogEncryptionSettings", settings}});
    EXPECT_EQ(Ok("GetDataCatalogEncryptionSettings").at("DataCatalogEncryptionSettings"), settings);
  }
}

TEST_F(SettingsTest, APolicyComesBackInTheServicesForm) {
  const std::string hash = Ok("PutResourcePolicy", {{"PolicyInJson", kPolicy}}).at("PolicyHash");
  EXPECT_EQ(hash.size(), 24U);
  const Json policy = Ok("GetResourcePolicy");
  EXPECT_EQ(policy.at("PolicyHash"), hash);
  EXPECT_EQ(policy.at("CreateTime"), policy.at("UpdateTime"));
  const std::string text = policy.at("PolicyInJson");
  EXPECT_NE(text, kPolicy);
  EXPECT_NE(text.find("\n  \"Version\" : \"2012-10-17\""), std::string::npos) << text;
  EXPECT_EQ(Json::parse(text), Json::parse(kPolicy));
  const Json all = Ok("GetResourcePolicies").at("GetResourcePoliciesResponseList");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0], policy);
}

TEST_F(SettingsTest, ConditionsAreHeld) {
  const Json put = {{"PolicyInJson", kPolicy}};
  const auto with = [](Json input, const char* member, const std::string& value) {
    input[member] = value;
    return input;
  };
  EXPECT_EQ(Error("PutResourcePolicy", with(put, "PolicyExistsCondition", "MUST_EXIST")).code,
            "ConditionCheckFailureException");
  const std::string hash =
      Ok("PutResourcePolicy", with(put, "PolicyExistsCondition", "NOT_EXIST")).at("PolicyHash");
  EXPECT_EQ(Error("PutResourcePolicy", with(put, "PolicyExistsCondition", "NOT_EXIST")).code,
            "ConditionCheckFailureException");
  EXPECT_EQ(Error("PutResourcePolicy", with(put, "PolicyHashCondition", "other")).code,
            "ConditionCheckFailureException");
  Ok("PutResourcePolicy", with(put, "PolicyHashCondition", hash));
  EXPECT_EQ(Error("DeleteResourcePolicy", {{"PolicyHashCondition", "other"}}).code,
            "ConditionCheckFailureException");
  Ok("DeleteResourcePolicy", {{"PolicyHashCondition", hash}});
}

TEST_F(SettingsTest, RefusalsAreTheServices) {
  for (const char* operation : {"GetResourcePolicy", "DeleteResourcePolicy"}) {
    ExpectError(operation, Json::object(), "EntityNotFoundException", "Policy not found");
  }
  ExpectError("GetResourcePolicy", {{"ResourceArn", "arn:aws:glue:us-east-1:000000000000:catalog"}},
              "InvalidInputException", "Glue resource level policy is not currently supported");
  for (const char* policy : {"[]", "{]", "77"}) {
    EXPECT_EQ(Error("PutResourcePolicy", {{"PolicyInJson", policy}}).code, "InvalidInputException")
        << policy;
  }
  EXPECT_EQ(Ok("GetResourcePolicies").at("GetResourcePoliciesResponseList"), Json::array());
}

}  // namespace
}  // namespace portside::glue
