// SPDX-License-Identifier: Apache-2.0
//
// Every declared family lives the same life. A new declaration is taken in by its service's
// Families(); only where a noun wants more of its input than the model says, `Given` names it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/core/families/binding.h"
#include "services/core/families/life_fixture.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST_P(LifeTest, IsCreatedShownListedTaggedAndDeleted) {
  if (!CanBeCreated(family_)) GTEST_SKIP();
  const Json made = Make(family_, "first");
  const ResourcePtr first = app_.resources().Find(made.at("arn").get<std::string>());
  ASSERT_NE(first, nullptr);

  // Shown is what was given.
  const Json& input = made.at("input");
  const Json& given =
      family_.input_member.empty() ? input : input.at(std::string(family_.input_member));
  const Json shown = Describe(first);
  for (const auto& [name, value] : given.items()) {
    if (!shown.contains(name) || value.is_object()) continue;
    EXPECT_EQ(shown.at(name), value) << name;
  }

  // A name is taken once, and what is another's is not there.
  if (family_.new_id == nullptr) {
    const auto again = app_.TryCall(service_, OperationOf(family_), input);
    EXPECT_EQ(again.status, 400) << again.text;
    EXPECT_THAT(again.ErrorMessage(), HasSubstr("lready exist"));
  }
  for (const auto& [account, region] :
       {std::pair<std::string, std::string>{"999999999999", "us-west-2"},
        {"123456789012", "eu-west-1"}}) {
    app_.account = account;
    app_.region = region;
    EXPECT_GE(app_.TryCall(service_, Name(kDescribe), KeyOf(first, kDescribe)).status, 400);
    app_.account = "123456789012";
    app_.region = "us-west-2";
  }
  if (!Has(kDelete)) return;
  app_.Settle(first->arn);
  const auto gone = app_.TryCall(service_, Name(kDelete), KeyOf(first, kDelete));
  EXPECT_EQ(gone.status, 200) << gone.text;
  app_.Settle(first->arn);
  const auto missing = app_.TryCall(service_, Name(kDescribe), KeyOf(first, kDescribe));
  EXPECT_GE(missing.status, 400);
  const ErrorText& text = family_.texts.not_found.code.empty() ? family_.style->texts.not_found
                                                               : family_.texts.not_found;
  EXPECT_EQ(missing.ErrorCode(), text.code);
}

TEST_P(LifeTest, IsListedByEveryFilterAndSort) {
  if (!CanBeCreated(family_) || !Has(kList)) GTEST_SKIP();
  const bool many =
      family_.kind != "personalize::dataset" && family_.kind != "personalize::event_tracker";
  Make(family_, "first");
  if (many) {
    app_.Advance(1ms);
    Make(family_, "second");
  }
  // What a parent or a fixture made is of the list as well.
  const auto count =
      static_cast<std::size_t>(app_.resources().Count({family_.kind, app_.account, app_.region}));
  const ResourcePtr newest = Newest(family_);
  EXPECT_EQ(List({}).size(), count) << Json(List({}));
  const ListStyle& style = family_.style->list;
  for (const std::span<const Filter> filters : {style.filters, family_.filters}) {
    for (const Filter& filter : filters) {
      const Operation* list = Find(kList);
      const Member* within = style.within.empty() ? nullptr : list->input->FindMember(style.within);
      const Shape* asked = within == nullptr ? list->input : within->shape;
      if (asked->FindMember(filter.member) == nullptr) continue;
      const double created = ToEpochSeconds(newest->created_at);
      Json value;
      switch (filter.kind) {
        case FilterKind::kState: value = StateShown(family_, *newest); break;
        case FilterKind::kNameContains: value = newest->name; break;
        case FilterKind::kCreatedAfter:
        case FilterKind::kUpdatedAfter: value = created - 10; break;
        case FilterKind::kCreatedBefore:
        case FilterKind::kUpdatedBefore: value = created + 10; break;
        case FilterKind::kAttribute: value = newest->attribute; break;
        default: continue;
      }
      Json question = Json::object();
      (within == nullptr ? question
                         : question[std::string(style.within)])[std::string(filter.member)] = value;
      EXPECT_FALSE(List(question).empty()) << question;
    }
  }
  const Member* sort_part =
      style.sort_within.empty() ? nullptr : Find(kList)->input->FindMember(style.sort_within);
  const Shape* sorted = sort_part == nullptr ? Find(kList)->input : sort_part->shape;
  const Member* by = style.sort_by.empty() ? nullptr : sorted->FindMember(style.sort_by);
  if (by == nullptr) return;
  for (const Sort& sort : family_.sorts.empty() ? style.sorts : family_.sorts) {
    Json order = {{std::string(style.sort_by), sort.value},
                  {std::string(style.sort_order), style.descending}};
    Json question = sort_part == nullptr ? order : Json{{std::string(style.sort_within), order}};
    if (!Validate(*Find(kList)->input, question).empty()) continue;
    EXPECT_EQ(List(question).size(), count) << question;
  }
}

// Pages of one while the one that was seen goes and another comes.
TEST_P(LifeTest, PagesGoOnWhileResourcesComeAndGo) {
  const bool many = CanBeCreated(family_) && Has(kList) && Has(kDelete) &&
                    family_.quota.limit == 0 && family_.kind != "personalize::dataset" &&
                    family_.kind != "personalize::event_tracker";
  if (!many) GTEST_SKIP();
  for (const char* name : {"a", "b", "c"}) {
    app_.Settle(Make(family_, name).at("arn").get<std::string>());
  }
  const ListStyle& style = family_.style->list;
  Json question = {{std::string(style.limit), 1}};
  std::size_t seen = 0;
  for (int page = 0; page < 20; ++page) {
    const Json answer = app_.Call(service_, Name(kList), question);
    ++seen;
    const ResourcePtr oldest =
        app_.resources().First({.scope = {family_.kind, app_.account, app_.region},
                                .order = family_.order,
                                .descending = family_.newest_first});
    if (page == 0) {
      app_.Call(service_, Name(kDelete), KeyOf(oldest, kDelete));
      app_.Settle(oldest->arn);
    }
    if (!answer.contains(std::string(style.token))) break;
    question[std::string(style.token)] = answer.at(std::string(style.token));
  }
  EXPECT_EQ(seen, 3U) << "the one that went was the one that had been seen";
}

TEST_P(LifeTest, IsStoppedAndUpdatedWhereTheApiHasThat) {
  if (!CanBeCreated(family_) || (!Has(kStop) && !Has(kUpdate))) GTEST_SKIP();
  const Json made = Make(family_, "first");
  const ResourcePtr first = app_.resources().Find(made.at("arn").get<std::string>());
  if (Has(kStop)) {
    const auto stopped = app_.TryCall(service_, Name(kStop), KeyOf(first, kStop));
    EXPECT_EQ(stopped.status, 200) << stopped.text;
    const std::string& state = app_.resources().Find(first->arn)->state;
    EXPECT_TRUE(family_.states->IsOnTheWay(state, family_.states->Find(JobVerb::kStop)->to))
        << state;
    app_.Settle(first->arn);
    const auto again = app_.TryCall(service_, Name(kStop), KeyOf(first, kStop));
    EXPECT_EQ(again.status, family_.style->finished_can_be_stopped ? 200 : 400) << again.text;
  }
  if (!Has(kUpdate)) return;
  app_.Settle(first->arn);
  app_.Advance(5s);
  Json update = KeyOf(first, kUpdate);
  if (!family_.input_member.empty()) {
    update[std::string(family_.input_member)] =
        made.at("input").at(std::string(family_.input_member));
  }
  for (const Member& member : Find(kUpdate)->input->members) {
    const std::string name(member.name);
    if (member.required && !update.contains(name)) update[name] = made.at("input").at(name);
  }
  const auto updated = app_.TryCall(service_, Name(kUpdate), update);
  EXPECT_EQ(updated.status, 200) << updated.text;
  EXPECT_EQ(app_.resources().Find(first->arn)->updated_at, app_.Now());
}

TEST_P(LifeTest, GoesWithSnapshotsAndResets) {
  if (!CanBeCreated(family_)) GTEST_SKIP();
  const std::string arn = Make(family_, "first").at("arn");
  const auto control = [&](const char* method, const char* path) {
    HttpRequest request;
    request.method = method;
    request.target = path;
    request.headers.Set("Host", "localhost");
    return app_.Send(request).status;
  };
  EXPECT_LT(control("PUT", "/_portside/snapshots/life"), 300);
  const ResourcePtr before = app_.resources().Find(arn);
  EXPECT_LT(control("POST", "/_portside/reset"), 300);
  EXPECT_EQ(app_.resources().Find(arn), nullptr);
  EXPECT_EQ(app_.resources().Count({family_.kind, app_.account, app_.region}), 0);
  EXPECT_LT(control("POST", "/_portside/snapshots/life"), 300);
  const ResourcePtr after = app_.resources().Find(arn);
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->document, before->document);
  EXPECT_EQ(after->sequence, before->sequence);
  Describe(after);
}

INSTANTIATE_TEST_SUITE_P(Families, LifeTest, testing::ValuesIn(LifeCases()),
                         [](const auto& instance) {
                           return instance.param.service + std::string(instance.param.family->noun);
                         });

}  // namespace
}  // namespace portside
