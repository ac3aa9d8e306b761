// SPDX-License-Identifier: Apache-2.0

#include "portside/model/validation_message.h"

#include <gtest/gtest.h>

#include "portside/model/service_model.h"
#include "portside/model/validator.h"

namespace portside {
namespace {

std::string MessageOf(const char* service, const char* operation, const Json& input) {
  const auto model = LoadEmbeddedModel(service);
  return ValidationMessage(Validate(*model->FindOperation(operation)->input, input));
}

// The texts that real services were seen to answer.
TEST(ValidationMessageTest, ReadsLikeTheRealService) {
  EXPECT_EQ(MessageOf("sagemaker", "DescribeEdgePackagingJob", {{"EdgePackagingJobName", "a_b"}}),
            "1 validation error detected: Value 'a_b' at 'edgePackagingJobName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: "
            "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
  EXPECT_EQ(MessageOf("sagemaker", "DescribeEdgePackagingJob", Json::object()),
            "1 validation error detected: Value null at 'edgePackagingJobName' failed to satisfy "
            "constraint: Member must not be null");
  EXPECT_EQ(MessageOf("personalize", "DescribeDataset", {{"datasetArn", "$.DatasetArn"}}),
            "1 validation error detected: Value '$.DatasetArn' at 'datasetArn' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: "
            "arn:([a-z\\d-]+):personalize:.*:.*:.+");
}

TEST(ValidationMessageTest, SeveralErrorsAreCountedAndJoined) {
  const std::string name(64, 'X');
  EXPECT_EQ(MessageOf("sagemaker", "DescribeEdgePackagingJob", {{"EdgePackagingJobName", name}}),
            "2 validation errors detected: Value '" + name +
                "' at 'edgePackagingJobName' failed to satisfy constraint: Member must have length "
                "less than or equal to 63; Value '" +
                name +
                "' at 'edgePackagingJobName' failed to satisfy constraint: Member must satisfy "
                "regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}");
}

// Recorded: CreateTable names its member TableInput `table`.
TEST(ValidationMessageTest, GlueCallsTheTableInputTable) {
  const Json input = Json::parse(R"({"DatabaseName": "d", "TableInput": {"Name": "t",
      "StorageDescriptor": {"Columns": [{"Name": "a"}, {"Name": "b", "Comment": "\n"}]}}})");
  const std::string message = MessageOf("glue", "CreateTable", input);
  EXPECT_NE(message.find(" at 'table.storageDescriptor.columns.2.member.comment' failed"),
            std::string::npos)
      << message;
}

TEST(ValidationMessageTest, NoMoreThanTenViolationsAreListedAndCounted) {
  ConstraintViolation violation;
  violation.path = "a";
  violation.missing = true;
  violation.requirement = "Member must not be null";
  const std::vector<ConstraintViolation> many(12, violation);
  const std::string message = ValidationMessage(many);
  EXPECT_EQ(message.rfind("10 validation errors detected: ", 0), 0u);
  EXPECT_EQ(static_cast<int>(std::count(message.begin(), message.end(), ';')), 9);
}

TEST(ValidationMessageTest, DoublesArePrintedAsJavaDoes) {
  struct Case {
    double value;
    const char* text;
  };
  const Case cases[] = {
      {0, "0.0"},
      {-0.0, "-0.0"},
      {1, "1.0"},
      {-2.5, "-2.5"},
      {0.001, "0.001"},
      {0.0001, "1.0E-4"},
      {9999999, "9999999.0"},
      {10000000, "1.0E7"},
      {1698431822.857, "1.698431822857E9"},  // as Personalize sends its times
      {1560124800, "1.5601248E9"},
      {1e22, "1.0E22"},
      {1.5e-10, "1.5E-10"},
      {1.7976931348623157e308, "1.7976931348623157E308"},
  };
  for (const Case& c : cases) {
    std::string text;
    AppendJavaDouble(c.value, text);
    EXPECT_EQ(text, c.text);
  }
}

}  // namespace
}  // namespace portside
