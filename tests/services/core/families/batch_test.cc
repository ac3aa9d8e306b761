// SPDX-License-Identifier: Apache-2.0
//
// The forms that answer for several names at once, over a declaration that is only here.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/jobs/worker_pool.h"
#include "portside/objects/memory_object_store.h"
#include "portside/services/core/families/operations.h"

namespace portside {
namespace {

const Json kModel = Json::parse(R"({
  "service": "zoo", "protocol": "awsJson1.1", "apiVersion": "1", "endpointPrefix": "zoo",
  "signingName": "zoo", "targetPrefix": "Zoo", "source": "",
  "operations": [
    {"name": "CreateAnimal", "input": "Animal"},
    {"name": "ListAnimals", "input": "ListInput", "output": "NamesOutput"},
    {"name": "BatchGetAnimals", "input": "BatchInput", "output": "BatchOutput"}
  ],
  "shapes": {
    "Text": {"type": "string"},
    "Number": {"type": "integer"},
    "Texts": {"type": "list", "member": "Text"},
    "Animal": {"type": "structure", "members": [
      {"name": "Name", "shape": "Text", "required": true},
      {"name": "Legs", "shape": "Number", "required": true}]},
    "Animals": {"type": "list", "member": "Animal"},
    "ListInput": {"type": "structure", "members": [
      {"name": "Token", "shape": "Text"}, {"name": "Most", "shape": "Number"}]},
    "NamesOutput": {"type": "structure", "members": [
      {"name": "AnimalNames", "shape": "Texts"}, {"name": "Token", "shape": "Text"}]},
    "BatchInput": {"type": "structure", "members": [{"name": "Names", "shape": "Texts"}]},
    "BatchOutput": {"type": "structure", "members": [
      {"name": "Animals", "shape": "Animals"}, {"name": "AnimalsNotFound", "shape": "Texts"}]}
  }
})");

constexpr VerbForm kForms[] = {
    {kCreate, "Create{noun}"}, {kListNames, "List{nouns}"}, {kBatchGet, "BatchGet{nouns}"}};
constexpr FamilyStyle kStyle{
    .service = "zoo",
    .verbs = kForms,
    .list = {.token = "Token", .limit = "Most", .default_limit = 10},
    .texts = {.not_found = {"NotFound", "no {label} {name}"}, .exists = {"Exists", "{Label}"}},
};
constexpr Family kAnimals{
    .kind = "zoo::animal",
    .noun = "Animal",
    .label = "animal",
    .style = &kStyle,
    .verbs = kCreate | kListNames | kBatchGet,
    .arn = "animal/{Name}",
    .name_member = "Name",
};

class BatchTest : public testing::Test {
 protected:
  BatchTest() {
    static constexpr const Family* kFamilies[] = {&kAnimals};
    std::string mistakes;
    operations_ = OperationsOf(kFamilies, *model_, mistakes);
    EXPECT_EQ(mistakes, "");
  }

  Result<Json> Call(const std::string& name, const Json& input) {
    CallChance chance({draws_, 1}, {name, "000000000000", "us-east-1"});
    RequestContext context{.request_id = "",
                           .account = "000000000000",
                           .region = "us-east-1",
                           .now = clock_.Now(),
                           .resources = resources_,
                           .records = records_,
                           .jobs = jobs_,
                           .objects = ObjectAccess(objects_, "000000000000"),
                           .random = chance};
    for (const FamilyOperation& made : operations_) {
      if (made.operation->name == name) return made.perform(input, context);
    }
    ADD_FAILURE() << name << " was not made";
    return Json();
  }

  std::unique_ptr<const ServiceModel> model_ = *ServiceModel::Load(kModel);
  VirtualClock clock_;
  Database database_{":memory:"};
  ResourceRepository resources_{database_};
  RecordLog records_{database_};
  MemoryObjectStore objects_{clock_};
  InlineWorkerPool workers_{records_};
  Scheduler jobs_{clock_, database_, Stores{resources_, records_}, objects_, workers_, {}};
  DrawCounters draws_{database_};
  std::vector<FamilyOperation> operations_;
};

TEST_F(BatchTest, WhatIsThereIsShownAndTheOtherNamesAreGivenBack) {
  for (const char* name : {"emu", "ant"}) {
    EXPECT_TRUE(Call("CreateAnimal", {{"Name", name}, {"Legs", 2}}));
  }
  const auto answer = Call("BatchGetAnimals", {{"Names", {"ant", "yeti", "emu"}}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(*answer, Json::parse(R"({"Animals": [{"Name": "ant", "Legs": 2},
                                                 {"Name": "emu", "Legs": 2}],
                                     "AnimalsNotFound": ["yeti"]})"));
}

TEST_F(BatchTest, AListOfNamesHasNothingElse) {
  for (const char* name : {"emu", "ant"}) Call("CreateAnimal", {{"Name", name}, {"Legs", 2}});
  EXPECT_EQ(*Call("ListAnimals", Json::object()), Json::parse(R"({"AnimalNames":["emu","ant"]})"));
  const auto first = Call("ListAnimals", {{"Most", 1}});
  EXPECT_EQ(first->at("AnimalNames"), Json::array({"emu"}));
  EXPECT_EQ(Call("ListAnimals", {{"Most", 1}, {"Token", first->at("Token")}})->at("AnimalNames"),
            Json::array({"ant"}));
}

}  // namespace
}  // namespace portside
