// SPDX-License-Identifier: Apache-2.0

#include "services/glue/registry/json_patch.h"

#include <gtest/gtest.h>

namespace portside::glue {
namespace {

TEST(JsonPatch, TurnsOneIntoTheOther) {
  const std::pair<const char*, const char*> cases[] = {
      {"1", "2"},
      {"{}", R"({"a/b~c":1})"},
      {R"({"a":1,"b":2})", R"({"b":3})"},
      {"[1,2,3]", "[2,3]"},
      {"[1,2,3]", "[1,2,9,3]"},
      {"[1,2,3,4]", "[1,4]"},
      {"[]", "[1,2]"},
      {R"([{"a":1},{"b":1}])", R"([{"a":2},{"b":1},{"c":1}])"},
      {R"({"a":[1,{"b":[]}]})", R"({"a":[0,{"b":[null]},5]})"},
      {"[1]", "{}"},
  };
  for (const auto& [from, to] : cases) {
    const Json first = Json::parse(from);
    const Json second = Json::parse(to);
    EXPECT_EQ(first.patch(MakePatch(first, second)), second) << from << " " << to;
    EXPECT_EQ(second.patch(MakePatch(second, first)), first) << to << " " << from;
    EXPECT_EQ(MakePatch(first, first), Json::array());
  }
}

}  // namespace
}  // namespace portside::glue
