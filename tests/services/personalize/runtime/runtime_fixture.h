// SPDX-License-Identifier: Apache-2.0
//
// The two circles of users (training_fixture.h) with records of items and users, and campaigns that
// can be asked.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "services/personalize/training/training_fixture.h"

namespace portside::personalize {

class RuntimeTest : public TrainingTest {
 protected:
  RuntimeTest() {
    group_ = MakeCircles();
    const std::string items = MakeDataset(group_, "Items", MakeSchema("items", kItemsSchema));
    std::string csv = "ITEM_ID,PRICE,GENRES\n";
    for (int item = 0; item < 20; ++item) {
      for (const char* circle : {"a", "b"}) {
        csv += circle + TwoDigits(item) + "," + std::to_string(item) + ".5," +
               (item % 2 == 0 ? "even|all" : "odd|all") + "\n";
      }
    }
    EXPECT_EQ(Import(items, "items", csv).at("status"), "ACTIVE");
    const std::string users = MakeDataset(group_, "Users", MakeSchema("users", kUsersSchema));
    EXPECT_EQ(Import(users, "users", "USER_ID,AGE\na-user-00,17\na-user-01,40\n").at("status"),
              "ACTIVE");
  }

  // Trains and deploys.
  std::string MakeCampaign(const std::string& recipe, const std::string& name = "c",
                           const Json& config = Json::object()) {
    const std::string version = Train(MakeSolution(recipe, name));
    EXPECT_EQ(Version(version).at("status"), "ACTIVE") << Version(version);
    return Settled(Do("CreateCampaign",
                      {{"name", name}, {"solutionVersionArn", version}, {"campaignConfig", config}})
                       .at("campaignArn"));
  }
  std::string MakeFilter(const std::string& expression, const std::string& name = "f") {
    return Settled(
        Do("CreateFilter",
           {{"name", name}, {"datasetGroupArn", group_}, {"filterExpression", expression}})
            .at("filterArn"));
  }
  void Watch(const std::string& user, const std::vector<std::string>& items,
             const std::string& type = "view") {
    if (tracking_id_.empty()) tracking_id_ = MakeTracker(group_);
    for (const std::string& item : items) {
      Do("PutEvents",
         {{"trackingId", tracking_id_},
          {"userId", user},
          {"sessionId", "session"},
          {"eventList",
           Json::array(
               {{{"eventType", type}, {"itemId", item}, {"sentAt", 1'800'000'000 + events_++}}})}});
    }
  }

  static std::vector<std::string> IdsOf(const Json& answer, const char* list = "itemList") {
    std::vector<std::string> ids;
    for (const Json& item : answer.at(list)) ids.push_back(item.at("itemId"));
    return ids;
  }
  // How many of them are of this circle.
  static std::size_t CountOf(const std::vector<std::string>& ids, char circle) {
    return static_cast<std::size_t>(
        std::ranges::count_if(ids, [&](const std::string& id) { return id.front() == circle; }));
  }

  std::string group_;
  std::string tracking_id_;
  int events_ = 0;
};

}  // namespace portside::personalize
