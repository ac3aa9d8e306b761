// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

// b (NOT_READY, 1.0, team=data), then a (READY, 0.9), then c (NOT_READY, 0.9), a second apart.
class ListMlTransformsTest : public GlueTest {
 protected:
  void SetUp() override {
    CreateCatalog();
    Json input = TransformInput("b");
    input["GlueVersion"] = "1.0";
    input["Tags"] = {{"team", "data"}, {"stage", "test"}};
    Ok("CreateMLTransform", input);
    app().Advance(std::chrono::seconds(1));
    const std::string id = CreateTransform("a");
    ImportLabels(id, std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
    CreateTransform("c");
  }

  std::vector<std::string> Found(const Json& input) {
    std::vector<std::string> ids;
    const Json list = Ok("ListMLTransforms", input);
    for (const Json& id : list.at("TransformIds")) {
      ids.push_back(Ok("GetMLTransform", {{"TransformId", id}}).at("Name"));
    }
    return ids;
  }
};

TEST_F(ListMlTransformsTest, GetsAnswerWholeTransforms) {
  const Json list = Ok("GetMLTransforms");
  EXPECT_EQ(list.at("Transforms").size(), 3U);
  for (const Json& transform : list.at("Transforms")) {
    EXPECT_EQ(transform, Ok("GetMLTransform", {{"TransformId", transform.at("TransformId")}}));
  }
}

TEST_F(ListMlTransformsTest, SortsByEveryColumn) {
  const auto sorted = [&](const char* column, const char* direction) {
    return Found({{"Sort", {{"Column", column}, {"SortDirection", direction}}}});
  };
  using Order = std::vector<std::string>;
  EXPECT_EQ(Found(Json::object()), (Order{"b", "a", "c"}));
  EXPECT_EQ(sorted("NAME", "ASCENDING"), (Order{"a", "b", "c"}));
  EXPECT_EQ(sorted("NAME", "DESCENDING"), (Order{"c", "b", "a"}));
  EXPECT_EQ(sorted("CREATED", "DESCENDING"), (Order{"c", "a", "b"}));
  EXPECT_EQ(sorted("STATUS", "ASCENDING"), (Order{"b", "c", "a"}));
  EXPECT_EQ(sorted("LAST_MODIFIED", "ASCENDING"), (Order{"b", "a", "c"}));
  EXPECT_EQ(sorted("TRANSFORM_TYPE", "ASCENDING"), (Order{"b", "a", "c"}));
}

TEST_F(ListMlTransformsTest, FiltersHoldTogether) {
  const Json schema = Ok("GetMLTransforms").at("Transforms").at(0).at("Schema");
  Json shorter = schema;
  shorter.erase(2);
  const double created_b = Ok("GetMLTransforms").at("Transforms").at(0).at("CreatedOn");
  const struct {
    Json filter;
    std::vector<std::string> names;
  } cases[] = {
      {Json::object(), {"b", "a", "c"}},
      {{{"Name", "a"}}, {"a"}},
      {{{"Name", "A"}}, {}},
      {{{"TransformType", "FIND_MATCHES"}}, {"b", "a", "c"}},
      {{{"Status", "READY"}}, {"a"}},
      {{{"Status", "NOT_READY"}}, {"b", "c"}},
      {{{"GlueVersion", "1.0"}}, {"b"}},
      {{{"Status", "NOT_READY"}, {"GlueVersion", "0.9"}}, {"c"}},
      {{{"CreatedAfter", created_b}}, {"a", "c"}},
      {{{"CreatedBefore", created_b}}, {}},
      {{{"CreatedBefore", created_b + 0.5}}, {"b"}},
      {{{"LastModifiedAfter", created_b + 1.5}}, {"a", "c"}},
      {{{"LastModifiedBefore", created_b + 0.5}}, {"b"}},
      {{{"Schema", schema}}, {"b", "a", "c"}},
      {{{"Schema", shorter}}, {}},
  };
  for (const auto& [filter, names] : cases) EXPECT_EQ(Found({{"Filter", filter}}), names) << filter;
}

TEST_F(ListMlTransformsTest, EveryTagMustMatch) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(Found({{"Tags", {{"team", "data"}}}}), (Names{"b"}));
  EXPECT_EQ(Found({{"Tags", {{"team", "data"}, {"stage", "prod"}}}}), Names{});
  EXPECT_EQ(Found({{"Tags", {{"team", "Data"}}}}), Names{});
}

TEST_F(ListMlTransformsTest, PagesCoverTheListOnce) {
  const Json sort = {{"Column", "NAME"}, {"SortDirection", "DESCENDING"}};
  const Json first = Ok("GetMLTransforms", {{"Sort", sort}, {"MaxResults", 2}});
  EXPECT_EQ(Names(first.at("Transforms")), (std::vector<std::string>{"c", "b"}));
  const Json second = Ok("GetMLTransforms",
                         {{"Sort", sort}, {"MaxResults", 2}, {"NextToken", first.at("NextToken")}});
  EXPECT_EQ(Names(second.at("Transforms")), (std::vector<std::string>{"a"}));
  EXPECT_FALSE(second.contains("NextToken"));
}

TEST_F(ListMlTransformsTest, TokensBelongToTheirList) {
  const std::string token = Ok("GetMLTransforms", {{"MaxResults", 1}}).at("NextToken");
  for (const Json& input :
       {Json{{"NextToken", "garbage"}}, Json{{"NextToken", token}, {"Filter", {{"Name", "a"}}}}}) {
    EXPECT_EQ(Error("GetMLTransforms", input).code, "InvalidInputException") << input;
  }
  EXPECT_EQ(Error("ListMLTransforms", {{"NextToken", token}}).code, "InvalidInputException");
}

}  // namespace
}  // namespace portside::glue
