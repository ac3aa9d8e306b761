// SPDX-License-Identifier: Apache-2.0
//
// A group with the circles (training_fixture.h), their items' genres and their users' ages, and
// short ways to batch jobs.

#pragma once

#include <string>
#include <vector>

#include "portside/base/encoding.h"
#include "services/personalize/training/training_fixture.h"

namespace portside::personalize {

class BatchTest : public TrainingTest {
 protected:
  // `kind` is "Segment" or "Inference".
  explicit BatchTest(std::string kind) : kind_(std::move(kind)) {
    MakeCircles();
    std::string items = "ITEM_ID,PRICE,GENRES\n";
    std::string users = "USER_ID,AGE\n";
    for (const std::string circle : {"a", "b"}) {
      for (int at = 0; at < 20; ++at) {
        items += circle + TwoDigits(at) + "," + std::to_string(at) + ",of " + circle + "\n";
        users += circle + "-user-" + TwoDigits(at) + "," + std::to_string(at) + "\n";
      }
    }
    const std::string group = Named("dataset-group/g");
    Import(MakeDataset(group, "Items", MakeSchema("items", kItemsSchema)), "items", items);
    Import(MakeDataset(group, "Users", MakeSchema("users", kUsersSchema)), "users", users);
    app.CreateBucket("out");
  }
  std::string TrainOn(const std::string& recipe) { return Train(MakeSolution(recipe, recipe)); }
  Json Input(const std::string& version, const std::string& path = "s3://source/in/lines.json") {
    return {{"jobName", "job"},
            {"solutionVersionArn", version},
            {"jobInput", {{"s3DataSource", {{"path", path}}}}},
            {"jobOutput", {{"s3DataDestination", {{"path", "s3://out/answers/"}}}}},
            {"roleArn", kRole}};
  }
  std::string MakeFilter(const std::string& expression) {
    return Settled(Do("CreateFilter", {{"name", "f"},
                                       {"datasetGroupArn", Named("dataset-group/g")},
                                       {"filterExpression", expression}})
                       .at("filterArn"));
  }
  // The described job when it has come to rest.
  Json Run(const Json& input) {
    const std::string member = "atch" + kind_ + "Job";
    const std::string arn = Do("CreateB" + member, input).at("b" + member + "Arn");
    app.Settle(arn);
    return Do("DescribeB" + member, {{"b" + member + "Arn", arn}}).at("b" + member);
  }
  // The answers to these lines, of which none is wrong.
  std::vector<Json> Answers(Json input, const std::string& lines) {
    app.PutObject("s3://source/in/lines.json", lines);
    const Json job = Run(input);
    EXPECT_EQ(job.at("status"), "ACTIVE") << job;
    EXPECT_FALSE(app.HasObject("s3://out/answers/lines.json.errors"))
        << app.GetObject("s3://out/answers/lines.json.errors");
    return Lines("s3://out/answers/lines.json.out");
  }
  std::vector<Json> Lines(const std::string& uri) {
    std::vector<Json> lines;
    const std::string text = app.GetObject(uri);
    for (const std::string_view line : Split(text, '\n')) {
      if (!line.empty()) lines.push_back(Json::parse(line));
    }
    return lines;
  }

  std::string kind_;
};

}  // namespace portside::personalize
