// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/events/put_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::personalize {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

AvroSchema Schema(const std::string& fields) {
  return *AvroSchema::Parse(R"({"type":"record","name":"X","namespace":"n","fields":[)" + fields +
                            "]}");
}

AvroSchema Interactions(const std::string& more = "") {
  return Schema(R"({"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},)"
                R"({"name":"TIMESTAMP","type":"long"})" +
                more);
}

const Json kRequest = {{"userId", "u1"}, {"sessionId", "s1"}};

Json Event(const Json& more = Json::object()) {
  Json event = {{"eventType", "click"}, {"sentAt", 1700000000.75}, {"itemId", "i1"}};
  event.update(more);
  return event;
}

TEST(EventRowTest, MembersFillTheirColumns) {
  const AvroSchema schema = Interactions(
      R"(,{"name":"EVENT_TYPE","type":"string"},{"name":"EVENT_VALUE","type":["float","null"]},
         {"name":"IMPRESSION","type":["string","null"]},
         {"name":"RECOMMENDATION_ID","type":["string","null"]},
         {"name":"EVENT_ATTRIBUTION_SOURCE","type":["string","null"]},
         {"name":"SESSION_ID","type":["string","null"]})");
  const auto row = EventRow(schema, kRequest,
                            Event({{"eventValue", 10},
                                   {"impression", {"i1", "i2"}},
                                   {"recommendationId", "RID-1"},
                                   {"eventId", "e1"},
                                   {"metricAttribution", {{"eventAttributionSource", "mail"}}}}));
  ASSERT_TRUE(row) << row.error();
  EXPECT_THAT(*row, ElementsAre("u1", "i1", "1700000000", "click", "10", "i1|i2", "RID-1", "mail",
                                "s1", "e1"));
}

TEST(EventRowTest, ColumnsThatTheSchemaLacksAreDropped) {
  const auto row = EventRow(Interactions(), kRequest, Event({{"eventValue", 1}}));
  ASSERT_TRUE(row) << row.error();
  EXPECT_THAT(*row, ElementsAre("u1", "i1", "1700000000", std::nullopt));
}

TEST(EventRowTest, ItemAndValueMayStandInProperties) {
  Json event = Event({{"properties", R"({"itemId":"i9","eventValue":"4","unknown":{"a":[]}})"}});
  event.erase("itemId");
  const auto row =
      EventRow(Interactions(R"(,{"name":"EVENT_VALUE","type":["float","null"]})"), kRequest, event);
  ASSERT_TRUE(row) << row.error();
  EXPECT_THAT(*row, ElementsAre("u1", "i9", "1700000000", "4", std::nullopt));
}

TEST(EventRowTest, AMemberComesBeforeAProperty) {
  const auto row =
      EventRow(Interactions(), kRequest, Event({{"properties", R"({"itemId":"i9"})"}}));
  ASSERT_TRUE(row) << row.error();
  EXPECT_EQ(row->at(1), Cell("i1"));
}

TEST(EventRowTest, PropertiesFindColumnsWithoutUnderscoresAndCase) {
  const auto row =
      EventRow(Interactions(R"(,{"name":"NUM_RATINGS","type":["int","null"]},
                      {"name":"user_device_type","type":["string","null"]})"),
               kRequest, Event({{"properties", R"({"numRatings":7,"userDeviceType":"phone"})"}}));
  ASSERT_TRUE(row) << row.error();
  EXPECT_THAT(*row, ElementsAre("u1", "i1", "1700000000", "7", "phone", std::nullopt));
}

TEST(EventRowTest, AnAnonymousUserIsTheSession) {
  const auto row = EventRow(Interactions(), {{"sessionId", "s1"}}, Event());
  ASSERT_TRUE(row) << row.error();
  EXPECT_EQ(row->front(), Cell("s1"));
}

TEST(EventRowTest, PropertiesMustBeAnObjectEncodedOnce) {
  for (const char* properties :
       {R"("{\"itemId\":\"1\"}")", "[1]", "7", "{", "null", "{'itemId':'1'}"}) {
    const auto row = EventRow(Interactions(), kRequest, Event({{"properties", properties}}));
    ASSERT_FALSE(row) << properties;
    EXPECT_EQ(row.error(), "Error parsing properties json");
  }
}

TEST(EventRowTest, ErrorsNameWhatIsWrong) {
  const AvroSchema schema = Interactions(
      R"(,{"name":"CABIN_TYPE","type":"string"},{"name":"SCORE","type":["int","null"]})");
  const auto missing = EventRow(schema, kRequest, Event());
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error(), HasSubstr("CABIN_TYPE"));
  const auto wrong = EventRow(schema, kRequest,
                              Event({{"properties", R"({"cabinType":"first","score":"high"})"}}));
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error(), HasSubstr("properties.score: expected an int"));
  const auto list =
      EventRow(schema, kRequest, Event({{"properties", R"({"cabinType":["first"]})"}}));
  ASSERT_FALSE(list);
  EXPECT_THAT(list.error(), HasSubstr("found a JSON array"));
}

TEST(EventRowTest, TimesBeyondALongAreRefused) {
  for (const double sent_at : {1e300, -1e300}) {
    EXPECT_FALSE(EventRow(Interactions(), kRequest, Event({{"sentAt", sent_at}})));
  }
}

TEST(ActionEventRowTest, MembersFillTheirColumns) {
  const AvroSchema schema =
      Schema(R"({"name":"ACTION_ID","type":"string"},{"name":"USER_ID","type":"string"},
                {"name":"EVENT_TYPE","type":"string"},{"name":"TIMESTAMP","type":"long"},
                {"name":"IMPRESSION","type":["string","null"]},
                {"name":"RECOMMENDATION_ID","type":["string","null"]},
                {"name":"NUMBER_OF_ACTIONS","type":["int","null"]},
                {"name":"SESSION_ID","type":["string","null"]})");
  const auto row = ActionEventRow(schema, {{"actionId", "a1"},
                                           {"userId", "u1"},
                                           {"sessionId", "s1"},
                                           {"timestamp", 1700000000.75},
                                           {"eventType", "TAKEN"},
                                           {"eventId", "e1"},
                                           {"recommendationId", "RID-1"},
                                           {"impression", {"a1", "a2"}},
                                           {"properties", R"({"numberOfActions":"12"})"}});
  ASSERT_TRUE(row) << row.error();
  EXPECT_THAT(*row,
              ElementsAre("a1", "u1", "TAKEN", "1700000000", "a1|a2", "RID-1", "12", "s1", "e1"));
}

TEST(RecordRowTest, IdAndPropertiesFillTheRow) {
  const AvroSchema schema =
      Schema(R"({"name":"CREATION_TIMESTAMP","type":["long","null"]},)"
             R"({"name":"ITEM_ID","type":"string"},{"name":"GENRES","type":["null","string"]})");
  const auto row =
      RecordRow(schema,
                {{"itemId", "i1"},
                 {"properties", R"({"genres":"A|B","creationTimestamp":1569006000,"itemId":"x"})"}},
                "itemId");
  ASSERT_TRUE(row) << row.error();
  EXPECT_THAT(*row, ElementsAre("1569006000", "i1", "A|B"));
  const auto bare = RecordRow(schema, {{"itemId", "i1"}}, "itemId");
  ASSERT_TRUE(bare) << bare.error();
  EXPECT_THAT(*bare, ElementsAre(std::nullopt, "i1", std::nullopt));
}

TEST(RecordRowTest, ColumnsWithoutNullMustBeGiven) {
  const AvroSchema schema =
      Schema(R"({"name":"USER_ID","type":"string"},{"name":"AGE","type":"int"})");
  EXPECT_FALSE(RecordRow(schema, {{"userId", "u1"}}, "userId"));
  EXPECT_FALSE(RecordRow(schema, {{"userId", "u1"}, {"properties", R"({"age":null})"}}, "userId"));
  EXPECT_TRUE(RecordRow(schema, {{"userId", "u1"}, {"properties", R"({"age":7})"}}, "userId"));
}

}  // namespace
}  // namespace portside::personalize
