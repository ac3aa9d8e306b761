// SPDX-License-Identifier: Apache-2.0
//
// Two circles of users with tastes of their own: those of A take items a00 to a19, those of B items
// b00 to b19, each user 30 times. What is trained on them can be checked by what it must know.

#pragma once

#include <string>

#include "services/personalize/fixture.h"

namespace portside::personalize {

inline std::string TwoDigits(int number) {
  return std::string(1, static_cast<char>('0' + number / 10)) +
         static_cast<char>('0' + number % 10);
}

// `users` of each circle.
inline std::string CirclesCsv(int users) {
  std::string csv = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n";
  for (int at = 0; at < users * 30; ++at) {
    const int user = at / 30;
    const int step = at % 30;
    for (const char* circle : {"a", "b"}) {
      csv += circle + std::string("-user-") + TwoDigits(user) + "," + circle +
             TwoDigits((user * 7 + step * step) % 20) + "," +
             std::to_string(1'700'000'000 + at * 60) + "," + (step % 3 == 0 ? "buy" : "view") +
             ",\n";
    }
  }
  return csv;
}

class TrainingTest : public PersonalizeTest {
 protected:
  // A group "g" whose interactions are those of the circles.
  std::string MakeCircles(int users = 20) {
    app.CreateBucket("source");
    const std::string dataset = MakeInteractions();
    EXPECT_EQ(Import(dataset, "circles", CirclesCsv(users)).at("status"), "ACTIVE");
    return Named("dataset-group/g");
  }
  static Json SolutionInput(const std::string& recipe, const std::string& name = "s") {
    return {{"name", name},
            {"datasetGroupArn", Named("dataset-group/g")},
            {"recipeArn", "arn:aws:personalize:::recipe/" + recipe}};
  }
  std::string MakeSolution(const std::string& recipe, const std::string& name = "s") {
    return Settled(Do("CreateSolution", SolutionInput(recipe, name)).at("solutionArn"));
  }
  // Trains, and waits until it has come to rest.
  std::string Train(const std::string& solution, Json more = Json::object()) {
    more["solutionArn"] = solution;
    const std::string arn = Do("CreateSolutionVersion", more).at("solutionVersionArn");
    app.Settle(arn);
    return arn;
  }
  Json Version(const std::string& arn) {
    return Do("DescribeSolutionVersion", {{"solutionVersionArn", arn}}).at("solutionVersion");
  }
};

}  // namespace portside::personalize
