// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/transform/data_filter.h"

#include <gtest/gtest.h>

namespace portside::sagemaker {
namespace {

std::string Chosen(std::string_view path, std::string_view value) {
  const auto filter = DataFilter::Parse(path);
  if (!filter) return filter.error();
  const auto chosen = filter->Of(Json::parse(value));
  return chosen ? chosen->dump() : chosen.error();
}

TEST(DataFilterTest, ItChoosesMembersAndElements) {
  constexpr const char* kObject = R"({"a":{"b":1},"id":7,"list":[1,2,3]})";
  EXPECT_EQ(Chosen("$", kObject), R"({"a":{"b":1},"id":7,"list":[1,2,3]})");
  EXPECT_EQ(Chosen("$.a.b", kObject), "1");
  EXPECT_EQ(Chosen("$['id','list']", kObject), R"({"id":7,"list":[1,2,3]})");
  EXPECT_EQ(Chosen("$['id']", kObject), "7");
  EXPECT_EQ(Chosen("$.list[1:]", kObject), "[2,3]");
  EXPECT_EQ(Chosen("$[0,-1]", "[1,2,3]"), "[1,3]");
  EXPECT_EQ(Chosen("$[-1]", "[1,2,3]"), "3");
  EXPECT_EQ(Chosen("$[:-1]", "[1,2,3]"), "[1,2]");
  EXPECT_EQ(Chosen("$[5:]", "[1,2,3]"), "[]");
}

TEST(DataFilterTest, WhatIsNotThereIsSaid) {
  EXPECT_EQ(Chosen("$.x", R"({"a":1})"), "There is no member x.");
  EXPECT_EQ(Chosen("$[3]", "[1,2,3]"), "There is no element 3 among 3.");
  EXPECT_EQ(Chosen("$[0]", "{}"), "Only a list has elements.");
}

TEST(DataFilterTest, WrongPathsHaveTheirPlace) {
  EXPECT_EQ(Chosen("a", "1"), "does not begin with $");
  EXPECT_EQ(Chosen("$x", "1"), "has something that is no step at 2");
  EXPECT_EQ(Chosen("$.", "1"), "has no name at 3");
  EXPECT_EQ(Chosen("$[1", "1"), "has no closing ] at 2");
  EXPECT_EQ(Chosen("$[a]", "1"), "has an index that is no number at 2");
  EXPECT_EQ(Chosen("$['a", "1"), "has no closing ] at 2");
  EXPECT_EQ(Chosen("$['a''b']", "1"), "has no comma between names at 2");
}

}  // namespace
}  // namespace portside::sagemaker
