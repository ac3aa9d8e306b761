// SPDX-License-Identifier: Apache-2.0

#include "objects/listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "objects/listing_model.h"
#include "portside/base/random.h"
#include "portside/objects/directory_object_store.h"
#include "portside/objects/memory_object_store.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using ::testing::ElementsAre;

void PutEmpty(ObjectStore& store, const std::string& key) {
  ASSERT_TRUE((*store.Put("bucket", key, {}))->Commit());
}

struct Listed {
  PlainPage page;
  std::string last;
};

class ListingTest : public ::testing::Test {
 protected:
  ListingTest() {
    for (ObjectStore* store : stores()) {
      EXPECT_TRUE(store->CreateBucket({"bucket", "1", "us-east-1", clock_.Now(), {}}));
    }
  }
  std::vector<ObjectStore*> stores() { return {&memory_, &directory_}; }

  void Put(const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
      keys_.insert(key);
      for (ObjectStore* store : stores()) PutEmpty(*store, key);
    }
  }
  // The page that both stores give, after they were compared with the model.
  Listed List(const ListQuery& query) {
    const PlainPage expected = ListPlainly(keys_, query);
    Listed listed;
    for (ObjectStore* store : stores()) {
      const auto page = store->List("bucket", query);
      EXPECT_TRUE(page);
      EXPECT_EQ(Flatten(*page).entries, expected.entries)
          << query.prefix << "|" << query.delimiter << "|" << query.start_after;
      EXPECT_EQ(page->truncated, expected.truncated);
      listed = {Flatten(*page), page->last};
    }
    return listed;
  }

  std::set<std::string> keys_;

 private:
  VirtualClock clock_;
  TemporaryDirectory folder_;
  MemoryObjectStore memory_{clock_};
  DirectoryObjectStore directory_{folder_.path(), clock_, {}};
};

TEST_F(ListingTest, IsInByteOrderOfWholeKeys) {
  Put({"a/x", "a0", "a.txt", "a-b", "a", "B", "\xC3\xA9", "a/", "aa/b", "a/x/y"});
  EXPECT_THAT(List({}).page.entries, ElementsAre("B", "a", "a-b", "a.txt", "a/", "a/x", "a/x/y",
                                                 "a0", "aa/b", "\xC3\xA9"));
}

TEST_F(ListingTest, PrefixesAndKeysShareOnePage) {
  Put({"a/1", "a/2", "b", "c/1", "d"});
  ListQuery query;
  query.delimiter = "/";
  query.max = 2;
  Listed listed = List(query);
  EXPECT_THAT(listed.page.entries, ElementsAre("a/", "b"));
  EXPECT_TRUE(listed.page.truncated);
  EXPECT_EQ(listed.last, "b");

  query.start_after = listed.last;
  listed = List(query);
  EXPECT_THAT(listed.page.entries, ElementsAre("c/", "d"));
  EXPECT_FALSE(listed.page.truncated);
}

TEST_F(ListingTest, APageAfterACommonPrefixSkipsAllOfIt) {
  Put({"a/1", "a/2", "b"});
  ListQuery query;
  query.delimiter = "/";
  query.start_after = "a/";
  EXPECT_THAT(List(query).page.entries, ElementsAre("b"));
  query.start_after = "a/1";
  EXPECT_THAT(List(query).page.entries, ElementsAre("b"));
}

TEST_F(ListingTest, AStartBeforeThePrefixExcludesNothing) {
  Put({"p/1", "p/2", "q"});
  ListQuery query;
  query.prefix = "p/";
  query.start_after = "a";
  EXPECT_THAT(List(query).page.entries, ElementsAre("p/1", "p/2"));
  query.start_after = "p/1";
  EXPECT_THAT(List(query).page.entries, ElementsAre("p/2"));
  query.start_after = "z";
  EXPECT_TRUE(List(query).page.entries.empty());
}

TEST_F(ListingTest, AskedForNothingItGivesNothing) {
  Put({"a", "b"});
  ListQuery query;
  query.max = 0;
  EXPECT_FALSE(List(query).page.truncated);
}

TEST_F(ListingTest, AnyTextIsADelimiter) {
  Put({"a%b%c", "a%d", "e", "x\ny", "ab--cd--ef"});
  for (const char* delimiter : {"%", "--", "\n", "b", "a%b%c", "/"}) {
    ListQuery query;
    query.delimiter = delimiter;
    List(query);
    query.prefix = "a";
    List(query);
  }
}

TEST_F(ListingTest, AgreesWithThePlainModelOnRandomKeys) {
  Random random(7);
  const std::vector<std::string> pieces = {"a", "b", "/", "-", "0", ".", "//", "\xC3\xA9", "aa/"};
  const auto text = [&](std::uint64_t most) {
    std::string made;
    for (std::uint64_t n = random.Below(most + 1); n > 0; --n) {
      made += pieces[random.Below(pieces.size())];
    }
    return made;
  };
  std::vector<std::string> keys;
  for (int i = 0; i < 120; ++i) {
    if (std::string key = text(7); !key.empty() && !keys_.contains(key)) Put({std::move(key)});
  }
  for (int i = 0; i < 1500; ++i) {
    ListQuery query;
    query.prefix = text(2);
    query.delimiter = text(1);
    query.start_after = text(4);
    query.max = 1 + random.Below(9);
    List(query);
  }
}

TEST(EndOfPrefixTest, IsTheNextTextOfThatLength) {
  EXPECT_EQ(EndOfPrefix("a/"), "a0");
  EXPECT_EQ(EndOfPrefix("a\xFF"), "b");
  EXPECT_EQ(EndOfPrefix("\xFF\xFF"), std::nullopt);
  EXPECT_EQ(EndOfPrefix(""), std::nullopt);
}

TEST(ListKeysTest, ACostlyPageEndsEarlyButNotEmpty) {
  const std::set<std::string> keys = {"a", "b", "c"};
  const NextKey next = [&](const std::string& at_least) -> std::optional<std::string> {
    const auto it = keys.lower_bound(at_least);
    if (it == keys.end()) return std::nullopt;
    return *it;
  };
  const FetchInfo fetch = [](const std::string& key) { return ObjectInfo{key, 0, "", {}, {}}; };
  const ListPage page = ListKeys({}, next, fetch, [] { return true; });
  ASSERT_EQ(page.objects.size(), 1u);
  EXPECT_TRUE(page.truncated);
  EXPECT_EQ(page.last, "a");
}

TEST(ListKeysTest, WhatVanishedIsLeftOut) {
  const std::set<std::string> keys = {"a", "b"};
  const NextKey next = [&](const std::string& at_least) -> std::optional<std::string> {
    const auto it = keys.lower_bound(at_least);
    if (it == keys.end()) return std::nullopt;
    return *it;
  };
  const ListPage page = ListKeys({}, next, [](const std::string& key) -> std::optional<ObjectInfo> {
    if (key == "a") return std::nullopt;
    return ObjectInfo{key, 0, "", {}, {}};
  });
  ASSERT_EQ(page.objects.size(), 1u);
  EXPECT_EQ(page.objects[0].key, "b");
}

}  // namespace
}  // namespace portside
