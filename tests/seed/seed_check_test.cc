// SPDX-License-Identifier: Apache-2.0

#include "portside/seed/seed_check.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

std::string Mistake(const std::string& calls) {
  const auto file = ParseSeedFile("f.yaml", "calls:\n" + calls, {"123456789012", "us-west-2"});
  if (!file) return "not read: " + file.error().Describe();
  const auto checked = CheckSeedCalls({*file});
  return checked ? "" : checked.error().Describe();
}

constexpr const char* kGroup =
    "  - service: personalize\n"
    "    operation: CreateDatasetGroup\n"
    "    input: {name: demo}\n"
    "    as: group\n";

TEST(SeedCheckTest, WhatCanBeKnownIsInOrder) {
  EXPECT_EQ(Mistake(std::string(kGroup) +
                    "  - service: personalize\n"
                    "    operation: CreateDataset\n"
                    "    input:\n"
                    "      name: users\n"
                    "      datasetGroupArn: ${group.datasetGroupArn}\n"
                    "      datasetType: Users\n"
                    "      schemaArn: arn:aws:personalize:${region}:${account}:schema/demo\n"),
            "");
  // By a model's name with hyphens, and by the signing name that it shares.
  for (const std::string service : {"personalize-events", "personalize_events", "personalize"}) {
    EXPECT_EQ(Mistake("  - service: " + service +
                      "\n    operation: PutUsers\n"
                      "    input: {datasetArn: 'arn:aws:personalize:us-west-2:123456789012:"
                      "dataset/demo/USERS', users: [{userId: '1'}]}\n"),
              "");
  }
  // Members that do not travel in the body.
  EXPECT_EQ(Mistake("  - service: sagemaker-geospatial\n"
                    "    operation: UntagResource\n"
                    "    input:\n"
                    "      ResourceArn: arn:aws:sagemaker-geospatial:us-west-2:123456789012:"
                    "earth-observation-job/abcdefghijkl\n"
                    "      TagKeys: [a]\n"),
            "");
}

TEST(SeedCheckTest, NamesOfServicesAndOperationsAreKnown) {
  const std::pair<std::string, std::string> cases[] = {
      {"  - {service: personalise, operation: X}\n",
       "f.yaml:2: there is no service 'personalise' for calls; there are glue, logs, personalize, "
       "personalize_events, personalize_runtime, sagemaker, sagemaker_edge, "
       "sagemaker_geospatial, sagemaker_runtime"},
      {"  - {service: s3, operation: PutObject}\n",
       "f.yaml:2: there is no service 's3' for calls; there are glue, logs, personalize, "
       "personalize_events, personalize_runtime, sagemaker, sagemaker_edge, "
       "sagemaker_geospatial, sagemaker_runtime (objects of S3 are a list of their own)"},
      {"  - {service: glue, operation: CreateDataset}\n",
       "f.yaml:2: glue has no operation 'CreateDataset'"},
      {"  - {service: sagemaker, operation: CreateTrainingPlan}\n",
       "f.yaml:2: SageMaker.CreateTrainingPlan is not emulated by Portside"},
  };
  for (const auto& [calls, mistake] : cases) EXPECT_EQ(Mistake(calls), mistake) << calls;
}

TEST(SeedCheckTest, ReferencesLeadToWhatAnEarlierCallGives) {
  const auto with = [](const std::string& reference) {
    return std::string(kGroup) +
           "  - service: personalize\n"
           "    operation: DescribeDatasetGroup\n"
           "    input:\n"
           "      datasetGroupArn: " +
           reference + "\n";
  };
  const std::pair<std::string, std::string> cases[] = {
      {"${group.datasetGroupArn}", ""},
      {"${grup.datasetGroupArn}",
       "f.yaml:9: ${grup.datasetGroupArn} is unknown: no earlier call has the name 'grup'"},
      {"${group}", "f.yaml:9: ${group} is a whole output; name a member of it"},
      {"${group.arn}",
       "f.yaml:9: ${group.arn}: CreateDatasetGroup has no 'arn'; it has datasetGroupArn, domain"},
      {"${group.domain.x}",
       "f.yaml:9: ${group.domain.x}: CreateDatasetGroup.domain is a single value, which has no "
       "'x'"},
      {"${group.}",
       "f.yaml:9: ${group.} is no reference: there are ${account}, ${region} and ${call.member}; "
       "write $${ for the characters themselves"},
  };
  for (const auto& [reference, mistake] : cases) EXPECT_EQ(Mistake(with(reference)), mistake);
  // Its own output, or a later one's, is not there yet.
  EXPECT_EQ(Mistake("  - service: personalize\n"
                    "    operation: CreateDatasetGroup\n"
                    "    as: group\n"
                    "    input: {name: \"${group.domain}\"}\n"),
            "f.yaml:5: ${group.domain} is unknown: no earlier call has the name 'group'");
}

TEST(SeedCheckTest, InputsAreWhatTheModelsSay) {
  const std::pair<std::string, std::string> cases[] = {
      {"  - service: personalize\n"
       "    operation: CreateDatasetGroup\n"
       "    input:\n"
       "      nam: demo\n",
       "f.yaml:5: personalize.CreateDatasetGroup: the input has no member 'nam'; there are name, "
       "roleArn, kmsKeyArn, domain, tags"},
      {"  - service: personalize\n"
       "    operation: CreateDatasetGroup\n"
       "    input:\n"
       "      name: 12\n",
       "f.yaml:5: personalize.CreateDatasetGroup: SerializationException: NUMBER_VALUE can not be "
       "converted to a String (12 in quotes is one)"},
      {"  - service: personalize\n"
       "    operation: CreateDatasetGroup\n",
       "f.yaml:2: personalize.CreateDatasetGroup: ValidationException: 1 validation error "
       "detected: Value null at 'name' failed to satisfy constraint: Member must not be null"},
      {"  - service: personalize\n"
       "    operation: CreateDatasetGroup\n"
       "    input:\n"
       "      name: demo\n"
       "      tags:\n"
       "        - tagKey: a\n"
       "          tagValue: b\n"
       "        - tagKey: ''\n"
       "          tagValue: b\n",
       "f.yaml:9: personalize.CreateDatasetGroup: ValidationException: 1 validation error "
       "detected: Value at 'tags.2.member.tagKey' failed to satisfy constraint: Member must "
       "have length greater than or equal to 1"},
      {"  - service: personalize\n"
       "    operation: CreateDatasetGroup\n"
       "    input:\n"
       "      name: demo\n"
       "      tags:\n"
       "        - tagKey: a\n"
       "          tagValu: b\n",
       "f.yaml:8: personalize.CreateDatasetGroup: tags has no member 'tagValu'; there are tagKey, "
       "tagValue"},
      {"  - service: sagemaker\n"
       "    operation: CreateCompilationJob\n"
       "    input:\n"
       "      StoppingCondition:\n"
       "        MaxRuntimeInSeconds: soon\n",
       "f.yaml:6: sagemaker.CreateCompilationJob: SerializationException: STRING_VALUE can not be "
       "converted to an Integer"},
  };
  for (const auto& [calls, mistake] : cases) EXPECT_EQ(Mistake(calls), mistake) << calls;
}

TEST(SeedCheckTest, WhatNobodyKnowsYetIsNotMissing) {
  // The source is open, the rest of the structure is not.
  const std::string calls = std::string(kGroup) +
                            "  - service: personalize\n"
                            "    operation: CreateDatasetImportJob\n"
                            "    input:\n"
                            "      jobName: import\n"
                            "      datasetArn: ${group.datasetGroupArn}\n"
                            "      roleArn: arn:aws:iam::${account}:role/Import\n"
                            "      dataSource:\n";
  EXPECT_EQ(Mistake(calls + "        dataLocation: s3://${group.domain}/x\n"), "");
  EXPECT_EQ(Mistake(calls + "        dataLocatio: s3://${group.domain}/x\n"),
            "f.yaml:13: personalize.CreateDatasetImportJob: dataSource has no member "
            "'dataLocatio'; there are dataLocation");
}

}  // namespace
}  // namespace portside
