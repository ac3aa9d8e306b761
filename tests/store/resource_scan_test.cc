// SPDX-License-Identifier: Apache-2.0

#include "portside/store/resource_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace portside {
namespace {

class ResourceScanTest : public testing::Test {
 protected:
  void Insert(const std::string& name, std::int64_t at, const std::string& kind = "glue::job",
              const std::string& account = "1", const std::string& state = "READY") {
    Resource resource;
    resource.arn = "arn:" + std::to_string(++made_);
    resource.name = name;
    resource.kind = kind;
    resource.account = account;
    resource.region = "r";
    resource.state = state;
    resource.created_at = Timestamp(Duration(at));
    resources_.Insert(resource);
  }
  static bool Everywhere(const ResourceScope&) { return true; }

  // The names of all pages, divided by bars.
  std::string PagesOf(ResourceScan scan) {
    if (!scan.in_scope) scan.in_scope = Everywhere;
    std::string pages;
    for (int page = 0; page < 50; ++page) {
      const ResourcePage found = ScanResources(resources_, scan);
      for (const ResourcePtr& resource : found.resources) pages += resource->name;
      if (!found.next) return pages;
      pages += "|";
      scan.after = found.next;
    }
    return pages + " and so on";
  }

  Database database_{":memory:"};
  ResourceRepository resources_{database_};
  int made_ = 0;
};

TEST_F(ResourceScanTest, ScopesAreMergedInOrderOfCreation) {
  Insert("a", 10);
  Insert("b", 20, "glue::table");
  Insert("c", 15, "glue::job", "2");
  Insert("d", 20, "glue::job", "2", "DONE");
  Insert("e", 5);
  EXPECT_EQ(PagesOf({}), "eacbd");
  for (const std::size_t limit : {1U, 2U, 4U}) {
    std::string pages = PagesOf({.limit = limit});
    std::erase(pages, '|');
    EXPECT_EQ(pages, "eacbd") << limit;
  }
  EXPECT_EQ(PagesOf({.limit = 5}), "eacbd") << "a full page that is the last says so";
  EXPECT_EQ(PagesOf({.in_scope = [](const ResourceScope& scope) { return scope.account == "2"; }}),
            "cd");
  EXPECT_EQ(PagesOf({.in_state = "DONE"}), "d");
  EXPECT_EQ(PagesOf({.name = "c"}), "c");
  EXPECT_EQ(PagesOf({.in_state = "DONE", .name = "c"}), "");
}

TEST_F(ResourceScanTest, GoesOnInsideOfScopesThatAreLargerThanItsChunks) {
  std::string all;
  for (int i = 0; i < 200; ++i) {
    const std::string name(1, static_cast<char>('a' + i % 26));
    Insert(name, i, i % 3 == 0 ? "glue::table" : "glue::job");
    all += name;
  }
  EXPECT_EQ(PagesOf({.limit = 1000}), all);
  std::string pages = PagesOf({.limit = 7});
  std::erase(pages, '|');
  EXPECT_EQ(pages, all);
}

TEST_F(ResourceScanTest, APageLooksAtABoundedNumber) {
  for (int i = 0; i < 25; ++i) Insert(i == 22 ? "x" : "o", i);
  const auto is_x = [](const Resource& resource) { return resource.name == "x"; };
  EXPECT_EQ(PagesOf({.matches = is_x, .looks = 10}), "||x");
  EXPECT_EQ(PagesOf({.matches = is_x}), "x");
}

TEST_F(ResourceScanTest, OfManyWithOneNamePagesGoOn) {
  for (int i = 0; i < 5; ++i) Insert("n", i);
  EXPECT_EQ(PagesOf({.name = "n", .limit = 2}), "nn|nn|n");
}

}  // namespace
}  // namespace portside
