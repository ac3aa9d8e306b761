// SPDX-License-Identifier: Apache-2.0
//
// Lists by query, held against a plain sort of everything.

#include "portside/store/resource_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "portside/base/random.h"
#include "portside/store/resource_repository.h"

namespace portside {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr ResourceScope kScope{"glue::thing", "111111111111", "us-east-1"};
constexpr ResourceOrder kOrders[] = {ResourceOrder::kCreated, ResourceOrder::kUpdated,
                                     ResourceOrder::kName, ResourceOrder::kState,
                                     ResourceOrder::kAttribute};

Timestamp At(std::int64_t micros) { return Timestamp(Duration(micros)); }

class ResourceQueryTest : public testing::Test {
 protected:
  // Few values of each column, so that every order has many ties.
  Resource Make(int number) {
    const auto one_of = [this](std::initializer_list<const char*> texts) {
      return *(texts.begin() + random_.Below(texts.size()));
    };
    Resource resource;
    resource.arn = "arn:" + std::to_string(number);
    resource.kind = kScope.kind;
    resource.account = kScope.account;
    resource.region = kScope.region;
    resource.name = one_of({"alpha", "beta", "gamma", "Beta"});
    resource.parent = one_of({"", "p", "q"});
    resource.attribute = one_of({"", "x", "y"});
    resource.state = one_of({"", "READY", "FAILED"});
    resource.created_at = At(static_cast<std::int64_t>(random_.Below(3)));
    resource.updated_at = At(static_cast<std::int64_t>(random_.Below(3)));
    resource.document = {{"even", number % 2 == 0}};
    return resource;
  }

  void Fill(int count) {
    for (int number = 0; number < count; ++number) {
      all_.push_back(resources_.Insert(Make(number)));
      Resource foreign = *all_.back();
      foreign.arn += "-foreign";
      foreign.region = "eu-west-1";
      resources_.Insert(foreign);
    }
  }

  static bool Matches(const Resource& resource, const ResourceQuery& query) {
    return (query.parent.empty() || resource.parent == query.parent) &&
           (query.in_state.empty() || resource.state == query.in_state) &&
           (query.attribute.empty() || resource.attribute == query.attribute) &&
           (query.order != ResourceOrder::kAttribute || !resource.attribute.empty()) &&
           resource.name.find(query.name_contains) != std::string::npos &&
           (!query.created_after || resource.created_at > *query.created_after) &&
           (!query.created_before || resource.created_at < *query.created_before) &&
           (!query.updated_after || resource.updated_at > *query.updated_after) &&
           (!query.updated_before || resource.updated_at < *query.updated_before) &&
           (!query.matches || query.matches(resource));
  }

  static bool ComesBefore(const Resource& a, const Resource& b, ResourceOrder order) {
    const auto key = [order](const Resource& resource) {
      const std::int64_t created = resource.created_at.time_since_epoch().count();
      switch (order) {
        case ResourceOrder::kCreated: return std::tuple(std::string(), created);
        case ResourceOrder::kUpdated:
          return std::tuple(std::string(), resource.updated_at.time_since_epoch().count());
        case ResourceOrder::kName: return std::tuple(resource.name, std::int64_t{0});
        case ResourceOrder::kState: return std::tuple(resource.state, created);
        case ResourceOrder::kAttribute: break;
      }
      return std::tuple(resource.attribute, std::int64_t{0});
    };
    return std::tuple(key(a), a.sequence) < std::tuple(key(b), b.sequence);
  }

  std::vector<std::int64_t> Expected(const ResourceQuery& query) const {
    std::vector<ResourcePtr> rows;
    std::copy_if(all_.begin(), all_.end(), std::back_inserter(rows),
                 [&](const ResourcePtr& row) { return Matches(*row, query); });
    std::sort(rows.begin(), rows.end(), [&](const ResourcePtr& a, const ResourcePtr& b) {
      return query.descending ? ComesBefore(*b, *a, query.order) : ComesBefore(*a, *b, query.order);
    });
    std::vector<std::int64_t> numbers;
    for (const ResourcePtr& row : rows) numbers.push_back(row->sequence);
    return numbers;
  }

  std::vector<std::int64_t> InPagesOf(std::size_t limit, ResourceQuery query) {
    std::vector<std::int64_t> numbers;
    query.limit = limit;
    do {
      const ResourcePage page = resources_.List(query);
      for (const ResourcePtr& row : page.resources) numbers.push_back(row->sequence);
      query.after = page.next;
    } while (query.after);
    return numbers;
  }

  Random random_{7};
  Database database_{":memory:"};
  ResourceRepository resources_{database_};
  std::vector<ResourcePtr> all_;
};

std::vector<ResourceQuery> Filters() {
  return {
      {.scope = kScope},
      {.scope = kScope, .parent = "p"},
      {.scope = kScope, .in_state = "READY"},
      {.scope = kScope, .attribute = "x"},
      {.scope = kScope, .name_contains = "eta"},
      {.scope = kScope, .parent = "q", .in_state = "FAILED", .name_contains = "a"},
      {.scope = kScope, .created_after = At(0), .created_before = At(2)},
      {.scope = kScope, .updated_after = At(0)},
      {.scope = kScope, .updated_before = At(1)},
      {.scope = kScope,
       .in_state = "READY",
       .matches = [](const Resource& resource) { return resource.document.at("even") == true; }},
  };
}

TEST_F(ResourceQueryTest, EveryOrderAndFilterGivesWhatASortOfEverythingGives) {
  Fill(120);
  for (ResourceQuery query : Filters()) {
    for (const ResourceOrder order : kOrders) {
      for (const bool descending : {false, true}) {
        query.order = order;
        query.descending = descending;
        const std::vector<std::int64_t> expected = Expected(query);
        for (const std::size_t limit : {1U, 7U, 500U}) {
          EXPECT_EQ(InPagesOf(limit, query), expected)
              << "order " << static_cast<int>(order) << ", descending " << descending
              << ", pages of " << limit << ", parent " << query.parent << ", state "
              << query.in_state << ", name " << query.name_contains;
        }
      }
    }
  }
}

TEST_F(ResourceQueryTest, PagesGoOnWhileRowsComeAndGo) {
  Fill(60);
  for (const ResourceOrder order : kOrders) {
    ResourceQuery query{.scope = kScope, .order = order, .limit = 1};
    std::vector<std::int64_t> seen;
    const std::vector<std::int64_t> before = Expected(query);
    int number = 1000 * (1 + static_cast<int>(order));
    do {
      const ResourcePage page = resources_.List(query);
      for (const ResourcePtr& row : page.resources) {
        seen.push_back(row->sequence);
        // The row that the token stands on goes, and another comes.
        std::erase(all_, row);
        resources_.Remove(row->arn);
      }
      all_.push_back(resources_.Insert(Make(++number)));
      query.after = page.next;
    } while (query.after);
    // Nothing that was there all the time is missed, nothing is seen twice.
    for (const std::int64_t sequence : before) {
      EXPECT_THAT(seen, testing::Contains(sequence)) << static_cast<int>(order);
    }
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
  }
}

TEST_F(ResourceQueryTest, AnUnknownScopeIsEmpty) {
  EXPECT_THAT(resources_.List({.scope = {"glue::other", "1", "r"}}).resources, IsEmpty());
  EXPECT_EQ(resources_.First({.scope = {"glue::other", "1", "r"}}), nullptr);
}

// Names from a to j, one of each, of which every other one matches.
class NamesTest : public ResourceQueryTest {
 protected:
  NamesTest() {
    for (char letter = 'a'; letter <= 'j'; ++letter) {
      Resource resource = Make(letter);
      resource.name = std::string(1, letter);
      resource.parent = "p";
      resources_.Insert(std::move(resource));
    }
  }
  std::string Names(const ResourceQuery& query) {
    std::string names;
    page_ = resources_.List(query);
    for (const ResourcePtr& resource : page_.resources) names += resource->name;
    return names;
  }

  ResourceQuery query_{.scope = kScope, .parent = "p", .order = ResourceOrder::kName};
  ResourcePage page_;
};

TEST_F(NamesTest, ARangeOfThemBeginsAndEndsWhereItSays) {
  query_.after = ResourcePosition{"c", 0, 0};
  query_.name_before = "f";
  EXPECT_EQ(Names(query_), "cde");
  EXPECT_FALSE(page_.next.has_value());
  query_.limit = 2;
  EXPECT_EQ(Names(query_), "cd");
  query_.after = page_.next;
  EXPECT_EQ(Names(query_), "e");
  EXPECT_FALSE(page_.next.has_value());
  query_.name_before = "a";
  query_.after.reset();
  EXPECT_EQ(Names(query_), "");
}

TEST_F(NamesTest, APageEndsWhenItHasLookedAtSoMany) {
  query_.matches = [](const Resource& resource) { return resource.name.front() % 2 == 0; };
  query_.looks = 3;
  std::string names;
  int pages = 0;
  do {
    names += Names(query_) + ".";
    query_.after = page_.next;
    ++pages;
  } while (page_.next);
  EXPECT_EQ(names, "b.df.h.j.");
  EXPECT_EQ(pages, 4);
}

}  // namespace
}  // namespace portside
