// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/pagination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/base/encoding.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr ResourceScope kScope{"glue::thing", "111111111111", "us-east-1"};

class PaginationTest : public testing::Test {
 protected:
  ResourcePtr Add(const std::string& name) {
    Resource resource;
    resource.arn = "arn:" + name;
    resource.kind = kScope.kind;
    resource.account = kScope.account;
    resource.region = kScope.region;
    resource.name = name;
    return resources_.Insert(resource);
  }
  std::optional<Page> Take(std::size_t limit, std::string_view token = "",
                           const std::string& fingerprint = "one") {
    return TakePage(resources_, {.scope = kScope, .order = ResourceOrder::kName, .limit = limit},
                    {.token = token, .fingerprint = fingerprint});
  }

  Database database_{":memory:"};
  ResourceRepository resources_{database_};
};

std::vector<std::string> Names(const Page& page) {
  std::vector<std::string> names;
  for (const ResourcePtr& resource : page.resources) names.push_back(resource->name);
  return names;
}

TEST_F(PaginationTest, APageGoesOnWhereTheOneBeforeEndedWhateverHasChanged) {
  for (const char* name : {"a", "c", "e"}) Add(name);
  const auto first = Take(2);
  EXPECT_THAT(Names(*first), ElementsAre("a", "c"));
  // The last one seen is gone, others came before and after it.
  resources_.Remove("arn:c");
  for (const char* name : {"b", "d"}) Add(name);
  const auto next = Take(2, first->next_token);
  EXPECT_THAT(Names(*next), ElementsAre("d", "e"));
  EXPECT_EQ(next->next_token, "");
}

TEST_F(PaginationTest, TheLastPageHasNoToken) {
  EXPECT_EQ(Take(2)->next_token, "");
  Add("a");
  Add("b");
  EXPECT_EQ(Take(2)->next_token, "");
  EXPECT_NE(Take(1)->next_token, "");
}

TEST_F(PaginationTest, ATokenBelongsToItsList) {
  Add("a");
  Add("b");
  const std::string token = Take(1)->next_token;
  EXPECT_TRUE(Take(1, token, "one"));
  EXPECT_FALSE(Take(1, token, "two"));
  for (const std::string& bad : {std::string("x"), Base64Encode("[]"), Base64Encode("[1,2,3,4]"),
                                 Base64Encode("{\"a\":1}"), std::string("%")}) {
    EXPECT_FALSE(Take(1, bad)) << bad;
  }
}

TEST(PageOfConstantsTest, GoesOverThemInOrder) {
  const auto first = TakePageOf(3, 2, {.fingerprint = "f"});
  EXPECT_EQ(first->first, 0U);
  EXPECT_EQ(first->end, 2U);
  const auto next = TakePageOf(3, 2, {.token = first->next_token, .fingerprint = "f"});
  EXPECT_EQ(next->first, 2U);
  EXPECT_EQ(next->end, 3U);
  EXPECT_EQ(next->next_token, "");
  EXPECT_FALSE(TakePageOf(3, 2, {.token = first->next_token, .fingerprint = "g"}));
}

}  // namespace
}  // namespace portside
