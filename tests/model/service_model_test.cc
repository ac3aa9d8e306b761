// SPDX-License-Identifier: Apache-2.0

#include "portside/model/service_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "portside/model/embedded_models.h"

namespace portside {
namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

Json SoundModel() {
  return Json::parse(R"({
    "service": "zoo", "protocol": "restJson1", "apiVersion": "2024-01-01",
    "endpointPrefix": "zoo", "signingName": "zoo", "source": "test",
    "options": {"patternPrefix": "^", "tokenReuse": {"code": "ConflictException", "status": 409}},
    "operations": [
      {"name": "PutAnimal", "http": "PUT /animals/{Name}", "input": "PutAnimalInput",
       "output": "PutAnimalOutput", "errors": ["ConflictException"]}
    ],
    "unserved": [{"name": "FeedAnimal", "http": "POST /animals/{Name}/food"}],
    "shapes": {
      "ConflictException": {"type": "structure", "error": 409,
                            "members": [{"name": "Message", "shape": "Text"}]},
      "Name": {"type": "string", "min": 1, "max": 5, "pattern": "[a-z]+"},
      "PutAnimalInput": {"type": "structure", "members": [
        {"name": "Name", "shape": "Name", "required": true, "location": "uri"},
        {"name": "Parents", "shape": "Animals"},
        {"name": "ClientToken", "shape": "Text", "idempotencyToken": true}]},
      "PutAnimalOutput": {"type": "structure", "members": []},
      "Animal": {"type": "structure", "members": [
        {"name": "Secret", "shape": "Secret"}, {"name": "Parents", "shape": "Animals"}]},
      "Animals": {"type": "list", "member": "Animal"},
      "Secret": {"type": "string", "sensitive": true},
      "Text": {"type": "string"}
    }
  })");
}

std::string ErrorOf(const Json& document) {
  const auto model = ServiceModel::Load(document);
  return model ? "" : model.error();
}

TEST(ServiceModelTest, EveryEmbeddedModelIsSound) {
  EXPECT_THAT(EmbeddedModelNames(),
              UnorderedElementsAre("glue", "logs", "personalize", "personalize_events",
                                   "personalize_runtime", "sagemaker", "sagemaker_edge",
                                   "sagemaker_geospatial", "sagemaker_runtime"));
  for (const std::string_view name : EmbeddedModelNames()) {
    EXPECT_NO_THROW({ EXPECT_EQ(LoadEmbeddedModel(name)->name(), name); }) << name;
  }
}

TEST(ServiceModelTest, AnUnknownEmbeddedModelIsABrokenBuild) {
  EXPECT_THROW(LoadEmbeddedModel("nope"), std::logic_error);
}

// The program reads shapes out of the files' text when they are needed; here every file is read as
// a whole, and what is read piece by piece must be the same.
TEST(ServiceModelTest, EveryEmbeddedModelIsSoundAndReadsTheSameInPieces) {
  for (const std::string_view name : EmbeddedModelNames()) {
    SCOPED_TRACE(name);
    const Json document = ParseJson(*FindEmbeddedModel(name)).value();
    const auto whole = ServiceModel::Load(document);
    ASSERT_TRUE(whole) << whole.error();
    const auto lazy = LoadEmbeddedModel(name);
    ASSERT_EQ(lazy->operations().size(), (*whole)->operations().size());
    for (const auto& [shape_name, description] : document.at("shapes").items()) {
      const Shape* of_whole = (*whole)->FindShape(shape_name);
      const Shape* of_lazy = lazy->FindShape(shape_name);
      ASSERT_NE(of_lazy, nullptr) << shape_name;
      EXPECT_EQ(of_lazy->type, of_whole->type) << shape_name;
      EXPECT_EQ(of_lazy->constrained, of_whole->constrained) << shape_name;
      EXPECT_EQ(of_lazy->holds_sensitive, of_whole->holds_sensitive) << shape_name;
      ASSERT_EQ(of_lazy->members.size(), of_whole->members.size()) << shape_name;
      for (std::size_t at = 0; at < of_lazy->members.size(); ++at) {
        EXPECT_EQ(of_lazy->members[at].name, of_whole->members[at].name);
        EXPECT_EQ(of_lazy->members[at].shape->name, of_whole->members[at].shape->name);
        EXPECT_EQ(of_lazy->members[at].timestamp_format, of_whole->members[at].timestamp_format);
      }
    }
    EXPECT_EQ(lazy->FindShape("NoSuchShape"), nullptr);
  }
}

TEST(ServiceModelTest, EmbeddedModelsCarryWhatRoutersNeed) {
  const auto glue = LoadEmbeddedModel("glue");
  EXPECT_EQ(glue->protocol(), WireProtocol::kAwsJson11);
  EXPECT_EQ(glue->target_prefix(), "AWSGlue");
  EXPECT_EQ(glue->signing_name(), "glue");
  EXPECT_EQ(glue->api_version(), "2017-03-31");
  ASSERT_NE(glue->FindOperation("CreateJob"), nullptr);
  EXPECT_FALSE(glue->FindOperation("CreateJob")->served);
  EXPECT_EQ(glue->QualifiedName(*glue->FindOperation("CreateJob")), "AWSGlue.CreateJob");

  const auto events = LoadEmbeddedModel("personalize_events");
  EXPECT_EQ(events->protocol(), WireProtocol::kRestJson1);
  EXPECT_EQ(events->signing_name(), "personalize");
  EXPECT_EQ(events->QualifiedName(*events->FindOperation("PutActions")),
            "personalize-events.PutActions");
}

TEST(ServiceModelTest, NamesAreResolvedAndMembersKeepTheModelsOrder) {
  const auto model = ServiceModel::Load(SoundModel());
  ASSERT_TRUE(model) << model.error();
  const Operation* operation = (*model)->FindOperation("PutAnimal");
  ASSERT_NE(operation, nullptr);
  EXPECT_EQ(operation->method, "PUT");
  EXPECT_EQ(operation->uri, "/animals/{Name}");
  ASSERT_EQ(operation->input->members.size(), 3u);
  EXPECT_EQ(operation->input->members[0].name, "Name");
  EXPECT_EQ(operation->input->members[1].name, "Parents");
  EXPECT_EQ(operation->input->members[0].location, Location::kUri);
  EXPECT_EQ(operation->input->members[0].message_name, "name");
  EXPECT_EQ(operation->IdempotencyToken(), &operation->input->members[2]);
  ASSERT_EQ(operation->errors.size(), 1u);
  EXPECT_EQ(operation->errors[0]->error_status, 409);
  EXPECT_EQ(operation->errors[0]->message_member, "Message");
}

TEST(ServiceModelTest, ThePatternPrefixIsPrintedOnce) {
  Json document = SoundModel();
  EXPECT_EQ((*ServiceModel::Load(document))->FindShape("Name")->constraints.pattern_text,
            "^[a-z]+");
  document["shapes"]["Name"]["pattern"] = "^[a-z]+$";
  EXPECT_EQ((*ServiceModel::Load(document))->FindShape("Name")->constraints.pattern_text,
            "^[a-z]+$");
}

TEST(ServiceModelTest, FlagsReachThroughShapesThatContainThemselves) {
  const auto model = ServiceModel::Load(SoundModel());
  ASSERT_TRUE(model) << model.error();
  EXPECT_TRUE((*model)->FindShape("Animals")->holds_sensitive);
  EXPECT_FALSE((*model)->FindShape("Animals")->constrained);
  EXPECT_TRUE((*model)->FindShape("PutAnimalInput")->constrained);
  EXPECT_FALSE((*model)->FindShape("Text")->holds_sensitive);
}

TEST(ServiceModelTest, ErrorShapesAreFoundByCodeAndOthersAreNot) {
  const auto model = ServiceModel::Load(SoundModel());
  ASSERT_TRUE(model) << model.error();
  EXPECT_NE((*model)->FindError("ConflictException"), nullptr);
  EXPECT_EQ((*model)->FindError("Animal"), nullptr);
  EXPECT_EQ((*model)->FindError("ValidationException"), nullptr);
}

TEST(ServiceModelTest, ABadModelIsRefusedWithItsPlace) {
  struct Case {
    const char* pointer;
    Json value;
    const char* message;
  };
  const Case cases[] = {
      {"/protocol", "soap", "protocol is 'soap'"},
      {"/signingName", "", "signingName is missing"},
      {"/colour", 1, "unknown key 'colour'"},
      {"/options/colour", 1, "options: has the unknown key 'colour'"},
      {"/options/outputTimestamps", "roman", "outputTimestamps is 'roman'"},
      {"/options/tokenReuse", nullptr, "options: tokenReuse: is not an object"},
      {"/options/tokenReuse/code", "", "tokenReuse has no code"},
      {"/shapes/Name/type", "strin", "shape Name: has the unknown type 'strin'"},
      {"/shapes/Name/mim", 1, "shape Name: has the unknown key 'mim'"},
      {"/shapes/Name/pattern", "(?=x)", "shape Name: the pattern does not compile: '(?=x)'"},
      {"/shapes/Name/min", "1", "shape Name: min is not a number"},
      {"/shapes/Name/enum", Json::array(), "shape Name: enum is empty"},
      {"/shapes/Animals/member", "Beast", "shape Animals: member names the shape 'Beast'"},
      {"/shapes/Animal/members/0/shape", "Nope", "member Secret: shape names the shape 'Nope'"},
      {"/shapes/Animal/members/0/colour", 1, "member Secret: has the unknown key 'colour'"},
      {"/shapes/Animal/members/0/location", "cookie", "has the location 'cookie'"},
      {"/shapes/Animal/payload", "Body", "shape Animal: payload names no member: 'Body'"},
      {"/operations/0/input", "Nope", "operation PutAnimal: input names the shape 'Nope'"},
      {"/operations/0/input", "Text", "operation PutAnimal: the shape Text is not a structure"},
      {"/operations/0/http", "PUT", "operation PutAnimal: http is 'PUT'"},
      {"/operations/0/http", "PUT /animals", "member Name has no label in /animals"},
      {"/operations/0/http", "PUT /{x}/{Name}", "has labels that are no members"},
      {"/operations/0/errors/0", "Animal", "errors names \"Animal\", no error shape"},
      {"/unserved/0/name", "PutAnimal", "the operation PutAnimal is named twice"},
      {"/unserved/0/http", "FETCH", "operation FeedAnimal: http is 'FETCH'"},
  };
  ASSERT_EQ(ErrorOf(SoundModel()), "");
  for (const Case& c : cases) {
    SCOPED_TRACE(c.pointer);
    Json document = SoundModel();
    document[Json::json_pointer(c.pointer)] = c.value;
    EXPECT_THAT(ErrorOf(document), HasSubstr(c.message));
  }
}

TEST(ServiceModelTest, ATokenNeedsAnAnswerToItsReuse) {
  Json document = SoundModel();
  document.erase("options");
  EXPECT_THAT(ErrorOf(document), HasSubstr("options has no tokenReuse"));
}

}  // namespace
}  // namespace portside
