// SPDX-License-Identifier: Apache-2.0

#include "portside/model/validator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/model/service_model.h"
#include "portside/model/validation_message.h"

namespace portside {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ValidatorTest : public ::testing::Test {
 protected:
  // The violations of a value of the shape `Input`, as the message prints them.
  std::vector<std::string> Violations(const Json& shapes, const Json& value) {
    Json document = {{"service", "test"},      {"protocol", "awsJson1.1"},
                     {"endpointPrefix", "t"},  {"signingName", "t"},
                     {"targetPrefix", "Test"}, {"operations", Json::array()},
                     {"shapes", shapes}};
    auto model = ServiceModel::Load(document);
    if (!model) throw std::runtime_error(model.error());
    const Shape* shape = (*model)->FindShape("Input");
    std::vector<std::string> texts;
    for (const ConstraintViolation& violation : Validate(*shape, value)) {
      const std::string message = ValidationMessage({&violation, 1});
      texts.push_back(message.substr(std::string("1 validation error detected: ").size()));
    }
    return texts;
  }

  // Input has one member, "Value", of the given shape.
  std::vector<std::string> OfValue(const Json& shape, const Json& value) {
    return Violations(
        {{"Input",
          {{"type", "structure"}, {"members", {{{"name", "Value"}, {"shape", "Target"}}}}}},
         {"Target", shape},
         {"Short", {{"type", "string"}, {"min", 1}, {"max", 3}, {"pattern", "[a-z]*"}}},
         {"Colour", {{"type", "string"}, {"enum", {"RED", "BLUE"}}}},
         {"Text", {{"type", "string"}}},
         {"Tag",
          {{"type", "structure"},
           {"members",
            {{{"name", "Key"}, {"shape", "Short"}, {"required", true}},
             {{"name", "Value"}, {"shape", "Text"}}}}}}},
        {{"Value", value}});
  }
};

TEST_F(ValidatorTest, LengthsOfStringsAreCountedInUtf16Units) {
  const Json shape = {{"type", "string"}, {"min", 2}, {"max", 3}};
  EXPECT_THAT(OfValue(shape, "abc"), IsEmpty());
  EXPECT_THAT(OfValue(shape, "äö"), IsEmpty());
  EXPECT_THAT(OfValue(shape, "\xf0\x9f\x91\x8d"), IsEmpty());
  EXPECT_THAT(OfValue(shape, "abcd"),
              ElementsAre("Value 'abcd' at 'value' failed to satisfy constraint: Member must have "
                          "length less than or equal to 3"));
  EXPECT_THAT(OfValue(shape, ""),
              ElementsAre("Value '' at 'value' failed to satisfy constraint: Member must have "
                          "length greater than or equal to 2"));
}

TEST_F(ValidatorTest, EachBrokenConstraintIsNamedLengthBeforePatternBeforeEnum) {
  const Json shape = {
      {"type", "string"}, {"max", 3}, {"pattern", "[a-z]+"}, {"enum", {"red", "tan"}}};
  EXPECT_THAT(OfValue(shape, "A_BC"),
              ElementsAre("Value 'A_BC' at 'value' failed to satisfy constraint: Member must have "
                          "length less than or equal to 3",
                          "Value 'A_BC' at 'value' failed to satisfy constraint: Member must "
                          "satisfy regular expression pattern: [a-z]+",
                          "Value 'A_BC' at 'value' failed to satisfy constraint: Member must "
                          "satisfy enum value set: [red, tan]"));
}

TEST_F(ValidatorTest, NumbersAreBoundByValue) {
  const Json integer = {{"type", "integer"}, {"min", 1}, {"max", 100}};
  EXPECT_THAT(OfValue(integer, 1), IsEmpty());
  EXPECT_THAT(OfValue(integer, 101),
              ElementsAre("Value '101' at 'value' failed to satisfy constraint: Member must have "
                          "value less than or equal to 100"));
  const Json ratio = {{"type", "double"}, {"min", 0}, {"max", 0.5}};
  EXPECT_THAT(OfValue(ratio, -1.0),
              ElementsAre("Value '-1.0' at 'value' failed to satisfy constraint: Member must have "
                          "value greater than or equal to 0"));
  EXPECT_THAT(OfValue(ratio, 1),
              ElementsAre("Value '1.0' at 'value' failed to satisfy constraint: Member must have "
                          "value less than or equal to 0.5"));
}

TEST_F(ValidatorTest, ARequiredMemberThatIsAbsentIsOnlyNull) {
  EXPECT_THAT(OfValue({{"type", "list"}, {"member", "Tag"}}, Json::parse(R"([{}, {"Key":"a"}])")),
              ElementsAre("Value null at 'value.1.member.key' failed to satisfy constraint: Member "
                          "must not be null"));
}

TEST_F(ValidatorTest, ListsOfStructuresNameTheElement) {
  EXPECT_THAT(
      OfValue({{"type", "list"}, {"member", "Tag"}},
              Json::parse(R"([{"Key":"a"}, {"Key":"LONG","Value":"x"}])")),
      ElementsAre("Value 'LONG' at 'value.2.member.key' failed to satisfy constraint: Member must "
                  "have length less than or equal to 3",
                  "Value 'LONG' at 'value.2.member.key' failed to satisfy constraint: Member must "
                  "satisfy regular expression pattern: [a-z]*"));
}

TEST_F(ValidatorTest, ListsOfScalarsAreReportedAsAWholeAndOnce) {
  EXPECT_THAT(
      OfValue({{"type", "list"}, {"member", "Short"}}, {"ok", "TOO LONG", "ALSO"}),
      ElementsAre("Value '[ok, TOO LONG, ALSO]' at 'value' failed to satisfy constraint: Member "
                  "must satisfy constraint: [Member must have length less than or equal to 3, "
                  "Member must have length greater than or equal to 1, Member must satisfy regular "
                  "expression pattern: [a-z]*]"));
  EXPECT_THAT(OfValue({{"type", "list"}, {"member", "Colour"}}, {"GREEN"}),
              ElementsAre("Value '[GREEN]' at 'value' failed to satisfy constraint: Member must "
                          "satisfy constraint: [Member must satisfy enum value set: [RED, BLUE]]"));
}

TEST_F(ValidatorTest, ListsAreBoundByTheirCountAndPrintedLikeJava) {
  EXPECT_THAT(OfValue({{"type", "list"}, {"max", 1}, {"member", "Tag"}},
                      Json::parse(R"([{"Key":"a","Value":"b"}, {"Key":"c"}])")),
              ElementsAre("Value '[Tag(key=a, value=b), Tag(key=c, value=null)]' at 'value' failed "
                          "to satisfy constraint: Member must have length less than or equal to "
                          "1"));
}

TEST_F(ValidatorTest, MapsReportKeysAndValuesAsAWhole) {
  const Json shape = {{"type", "map"}, {"key", "Short"}, {"value", "Colour"}};
  EXPECT_THAT(OfValue(shape, {{"ok", "RED"}}), IsEmpty());
  EXPECT_THAT(
      OfValue(shape, {{"BAD", "RED"}, {"ok", "GREEN"}}),
      ElementsAre("Value '{BAD=RED, ok=GREEN}' at 'value' failed to satisfy constraint: Map keys "
                  "must satisfy constraint: [Member must have length less than or equal to 3, "
                  "Member must have length greater than or equal to 1, Member must satisfy regular "
                  "expression pattern: [a-z]*]",
                  "Value '{BAD=RED, ok=GREEN}' at 'value' failed to satisfy constraint: Map value "
                  "must satisfy constraint: [Member must satisfy enum value set: [RED, BLUE]]"));
}

TEST_F(ValidatorTest, MapsOfStructuresNameTheEntry) {
  EXPECT_THAT(OfValue({{"type", "map"}, {"key", "Text"}, {"value", "Tag"}},
                      Json::parse(R"({"one":{"Value":"x"}})")),
              ElementsAre("Value null at 'value.one.member.key' failed to satisfy constraint: "
                          "Member must not be null"));
}

TEST_F(ValidatorTest, SensitiveValuesAreNotRepeatedAlsoInsideOfContainers) {
  EXPECT_THAT(OfValue({{"type", "string"}, {"max", 3}, {"sensitive", true}}, "secret"),
              ElementsAre("Value at 'value' failed to satisfy constraint: Member must have length "
                          "less than or equal to 3"));
  const Json shapes = {
      {"Input", {{"type", "structure"}, {"members", {{{"name", "Keys"}, {"shape", "Keys"}}}}}},
      {"Keys", {{"type", "list"}, {"max", 1}, {"member", "Key"}}},
      {"Key", {{"type", "string"}, {"sensitive", true}}}};
  EXPECT_THAT(Violations(shapes, {{"Keys", {"secret", "secret"}}}),
              ElementsAre("Value at 'keys' failed to satisfy constraint: Member must have length "
                          "less than or equal to 1"));
}

TEST_F(ValidatorTest, BlobsAreShownAsBuffers) {
  EXPECT_THAT(OfValue({{"type", "blob"}, {"max", 2}}, "abc"),
              ElementsAre("Value 'java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]' at 'value' failed to "
                          "satisfy constraint: Member must have length less than or equal to 2"));
}

TEST_F(ValidatorTest, ListsOfListsAreWalked) {
  const Json shapes = {
      {"Input", {{"type", "structure"}, {"members", {{{"name", "Rings"}, {"shape", "Rings"}}}}}},
      {"Rings", {{"type", "list"}, {"min", 1}, {"member", "Ring"}}},
      {"Ring", {{"type", "list"}, {"min", 2}, {"max", 2}, {"member", "Number"}}},
      {"Number", {{"type", "double"}}}};
  EXPECT_THAT(Violations(shapes, {{"Rings", {{1, 2}, {3}}}}),
              ElementsAre("Value '[3.0]' at 'rings.2.member' failed to satisfy constraint: Member "
                          "must have length greater than or equal to 2"));
}

TEST_F(ValidatorTest, NoMoreViolationsAreCollectedThanAMessageHolds) {
  Json list = Json::array();
  for (int i = 0; i < 1000; ++i) list.push_back(Json::object());
  EXPECT_EQ(OfValue({{"type", "list"}, {"member", "Tag"}}, list).size(), limits::kViolations);
}

TEST_F(ValidatorTest, AShapeThatContainsItselfIsWalkedAsDeepAsTheValue) {
  const Json shapes = {{"Input",
                        {{"type", "structure"},
                         {"members",
                          {{{"name", "Next"}, {"shape", "Input"}},
                           {{"name", "Id"}, {"shape", "Id"}, {"required", true}}}}}},
                       {"Id", {{"type", "string"}}}};
  EXPECT_THAT(Violations(shapes, Json::parse(R"({"Id":"a","Next":{"Next":{"Id":"c"}}})")),
              ElementsAre("Value null at 'next.id' failed to satisfy constraint: Member must not "
                          "be null"));
}

}  // namespace
}  // namespace portside
