// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/pagination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/base/encoding.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

PageEntry Entry(const std::string& key, std::int64_t sequence) {
  Resource resource;
  resource.name = key + std::to_string(sequence);
  resource.sequence = sequence;
  return {key, std::make_shared<const Resource>(resource)};
}

std::vector<std::string> Names(const Page& page) {
  std::vector<std::string> names;
  for (const ResourcePtr& resource : page.resources) names.push_back(resource->name);
  return names;
}

TEST(PaginationTest, SortsByKeyThenSequenceBothWays) {
  const std::vector<PageEntry> entries = {Entry("b", 1), Entry("a", 3), Entry("a", 2)};
  EXPECT_THAT(Names(*TakePage(entries, {.fingerprint = "f"})), ElementsAre("a2", "a3", "b1"));
  EXPECT_THAT(Names(*TakePage(entries, {.descending = true, .fingerprint = "f"})),
              ElementsAre("b1", "a3", "a2"));
}

TEST(PaginationTest, TokensSurviveInsertsAndDeletes) {
  const auto page =
      TakePage({Entry("a", 1), Entry("c", 2), Entry("e", 3)}, {.max = 2, .fingerprint = "f"});
  EXPECT_THAT(Names(*page), ElementsAre("a1", "c2"));
  ASSERT_NE(page->next_token, "");

  // `c` is gone, `b` and `d` are new: what sorts after `c` is what is left to see.
  const auto next = TakePage({Entry("a", 1), Entry("b", 4), Entry("d", 5), Entry("e", 3)},
                             {.token = page->next_token, .max = 9, .fingerprint = "f"});
  ASSERT_TRUE(next);
  EXPECT_THAT(Names(*next), ElementsAre("d5", "e3"));
  EXPECT_EQ(next->next_token, "");
}

TEST(PaginationTest, TheLastFullPageHasNoToken) {
  EXPECT_EQ(TakePage({Entry("a", 1), Entry("b", 2)}, {.max = 2, .fingerprint = "f"})->next_token,
            "");
  EXPECT_EQ(TakePage({}, {.max = 2, .fingerprint = "f"})->next_token, "");
}

TEST(PaginationTest, RefusesTokensThatAreNotOfThisList) {
  const std::vector<PageEntry> entries = {Entry("a", 1), Entry("b", 2)};
  const std::string token = TakePage(entries, {.max = 1, .fingerprint = "one"})->next_token;
  EXPECT_TRUE(TakePage(entries, {.token = token, .fingerprint = "one"}));
  EXPECT_FALSE(TakePage(entries, {.token = token, .fingerprint = "two"}));
  for (const std::string& bad :
       {std::string("garbage"), Base64Encode("[]"), Base64Encode("[1,2,3]"), Base64Encode("null"),
        Base64Encode("[\"x\",\"a\",1]"), token.substr(0, token.size() / 2)}) {
    EXPECT_FALSE(TakePage(entries, {.token = bad, .fingerprint = "one"})) << bad;
  }
}

TEST(PaginationTest, SortKeysKeepTheOrderOfNumbersAndTimes) {
  EXPECT_LT(SortKey(-5), SortKey(-1));
  EXPECT_LT(SortKey(-1), SortKey(0));
  EXPECT_LT(SortKey(9), SortKey(10));
  EXPECT_LT(SortKey(Timestamp(9us)), SortKey(Timestamp(10us)));
}

}  // namespace
}  // namespace portside
