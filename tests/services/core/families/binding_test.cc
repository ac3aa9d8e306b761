// SPDX-License-Identifier: Apache-2.0
//
// What a declaration may not say: each mistake stops the start, with its reason.

#include "services/core/families/binding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside {
namespace {

using testing::HasSubstr;

const Json kModel = Json::parse(R"({
  "service": "zoo", "protocol": "awsJson1.1", "apiVersion": "1", "endpointPrefix": "zoo",
  "signingName": "zoo", "targetPrefix": "Zoo", "source": "",
  "operations": [
    {"name": "CreateAnimal", "input": "CreateAnimalInput", "output": "ArnOutput"},
    {"name": "DescribeAnimal", "input": "NameInput", "output": "Animal"},
    {"name": "ListAnimals", "input": "ListInput", "output": "ListOutput"},
    {"name": "DeleteAnimal", "input": "NameInput"}
  ],
  "unserved": [],
  "shapes": {
    "Text": {"type": "string"},
    "Number": {"type": "integer"},
    "Time": {"type": "timestamp"},
    "SortKey": {"type": "string", "enum": ["Name", "Weight"]},
    "CreateAnimalInput": {"type": "structure", "members": [
      {"name": "Name", "shape": "Text", "required": true},
      {"name": "Legs", "shape": "Number", "required": true},
      {"name": "Diet", "shape": "Text"}]},
    "NameInput": {"type": "structure", "members": [
      {"name": "Name", "shape": "Text", "required": true},
      {"name": "Verbose", "shape": "Text"}]},
    "ArnOutput": {"type": "structure", "members": [{"name": "Arn", "shape": "Text"}]},
    "Animal": {"type": "structure", "members": [
      {"name": "Name", "shape": "Text", "required": true},
      {"name": "Legs", "shape": "Number", "required": true},
      {"name": "Diet", "shape": "Text", "required": true},
      {"name": "Born", "shape": "Time", "required": true}]},
    "Animals": {"type": "list", "member": "Animal"},
    "ListInput": {"type": "structure", "members": [
      {"name": "Token", "shape": "Text"}, {"name": "Most", "shape": "Number"},
      {"name": "SortBy", "shape": "SortKey"}, {"name": "Keeper", "shape": "Text"}]},
    "ListOutput": {"type": "structure", "members": [
      {"name": "Animals", "shape": "Animals"}, {"name": "Token", "shape": "Text"}]}
  }
})");

constexpr VerbForm kForms[] = {{kCreate, "Create{noun}"},
                               {kDescribe, "Describe{noun}"},
                               {kList, "List{nouns}"},
                               {kDelete, "Delete{noun}"},
                               {kStop, "Stop{noun}"}};
constexpr CommonMember kMembers[] = {{"Born", Common::kCreated}};
constexpr Sort kSorts[] = {{"Name", ResourceOrder::kName}, {"Weight", ResourceOrder::kAttribute}};
constexpr Filter kFilters[] = {{"Keeper", FilterKind::kEquals}};
constexpr FamilyStyle kStyle{
    .service = "zoo",
    .verbs = kForms,
    .members = kMembers,
    .list = {.token = "Token",
             .limit = "Most",
             .default_limit = 10,
             .sort_by = "SortBy",
             .filters = kFilters,
             .sorts = kSorts},
};
constexpr std::string_view kResults[] = {"Diet"};
constexpr std::string_view kLookedAt[] = {"Verbose"};

Family Sound() {
  return {.kind = "zoo::animal",
          .noun = "Animal",
          .label = "animal",
          .style = &kStyle,
          .verbs = kCreate | kDescribe | kList | kDelete,
          .arn = "animal/{Name}",
          .name_member = "Name",
          .arn_member = "Arn",
          .results = kResults,
          .looked_at = kLookedAt};
}

std::string MistakesOf(const Family& family) {
  const auto model = ServiceModel::Load(kModel);
  EXPECT_TRUE(model) << model.error();
  std::string mistakes;
  BindFamily(family, **model, mistakes);
  return mistakes;
}

TEST(BindingTest, ASoundDeclarationIsBoundVerbByVerb) {
  const auto model = ServiceModel::Load(kModel);
  std::string mistakes;
  const Family family = Sound();
  const auto verbs = BindFamily(family, **model, mistakes);
  EXPECT_EQ(mistakes, "");
  ASSERT_EQ(verbs.size(), 4U);
  EXPECT_EQ(verbs[2].list_member, "Animals");
}

TEST(BindingTest, EachMistakeIsNamed) {
  Family family = Sound();
  family.results = {};
  EXPECT_THAT(MistakesOf(family), HasSubstr("DescribeAnimal answers Diet, which nothing fills"));

  family = Sound();
  family.looked_at = {};
  EXPECT_THAT(MistakesOf(family), HasSubstr("DeleteAnimal takes Verbose, which nothing looks at"));

  family = Sound();
  family.verbs |= kStop;
  EXPECT_THAT(MistakesOf(family), HasSubstr("Animal: a verb of it is no operation of the model"));

  family = Sound();
  family.arn = "animal/{Nmae}";
  EXPECT_THAT(MistakesOf(family), HasSubstr("its ARN has {Nmae}, which Create does not take"));

  family = Sound();
  family.parent_member = "Zoo";
  EXPECT_THAT(MistakesOf(family), HasSubstr("its parent is in Zoo, which Create does not take"));

  family = Sound();
  family.name_member = "Id";
  EXPECT_THAT(MistakesOf(family), HasSubstr("Create takes no name and none is drawn"));

  static constexpr Sort kName[] = {{"Name", ResourceOrder::kName}};
  family = Sound();
  family.sorts = kName;
  EXPECT_THAT(MistakesOf(family), HasSubstr("sorts by Weight, for which there is no order"));

  FamilyStyle without_filters = kStyle;
  without_filters.list.filters = {};
  family = Sound();
  family.style = &without_filters;
  EXPECT_THAT(MistakesOf(family), HasSubstr("ListAnimals takes Keeper, which nothing looks at"));
}

}  // namespace
}  // namespace portside
