// SPDX-License-Identifier: Apache-2.0
//
// Every declared family lives the same life. A new declaration is taken in by its service's
// Families(); only where a noun wants more of its input than the model says, `Given` names it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "portside/model/service_model.h"
#include "portside/services/core/families/family.h"
#include "portside/services/core/service.h"
#include "portside/services/glue/service.h"
#include "portside/services/personalize/service.h"
#include "portside/services/sagemaker/service.h"
#include "portside/services/sagemaker_geospatial/service.h"
#include "services/core/families/example_input.h"
#include "support/test_app.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct LifeCase {
  std::string service;  // the model's name
  const Family* family;
};

std::vector<LifeCase> Cases() {
  std::vector<LifeCase> cases;
  for (const ServiceDefinition* service : {&SageMakerGeospatialService(), &PersonalizeService(),
                                           &SageMakerService(), &GlueService()}) {
    for (const Family* family : service->families) {
      cases.push_back({std::string(service->model), family});
    }
  }
  return cases;
}

const ServiceModel& ModelOf(const std::string& service) {
  static std::map<std::string, std::unique_ptr<const ServiceModel>> models;
  auto& model = models[service];
  if (model == nullptr) model = LoadEmbeddedModel(service);
  return *model;
}

constexpr const char* kItems =
    R"({"type":"record","name":"Items","namespace":"n","fields":[{"name":"ITEM_ID",)"
    R"("type":"string"},{"name":"PRICE","type":"float"}],"version":"1.0"})";

// What a noun wants beyond its model.
Json Given(const std::string& kind) {
  static const std::map<std::string, Json> kGiven = {
      {"sagemaker-geospatial::vector_enrichment_job",
       {{"InputConfig",
         {{"DocumentType", "CSV"},
          {"DataSourceConfig", {{"S3Data", {{"S3Uri", "s3://life/points.csv"}}}}}}},
        {"JobConfig",
         {{"ReverseGeocodingConfig", {{"XAttributeName", "x"}, {"YAttributeName", "y"}}}}}}},
      {"sagemaker-geospatial::earth_observation_job",
       {{"InputConfig",
         {{"RasterDataCollectionQuery",
           {{"RasterDataCollectionArn",
             "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
             "nmqj48dcu3g7ayw8"},
            {"AreaOfInterest",
             {{"AreaOfInterestGeometry",
               {{"PolygonGeometry",
                 {{"Coordinates", Json::parse("[[[-114.529,36.142],[-114.373,36.142],"
                                              "[-114.373,36.411],[-114.529,36.142]]]")}}}}}}},
            {"TimeRangeFilter", {{"StartTime", 1'656'633'600}, {"EndTime", 1'657'411'199}}}}}}},
        {"JobConfig", {{"LandCoverSegmentationConfig", Json::object()}}}}},
      {"personalize::schema", {{"schema", kItems}}},
      {"personalize::dataset", {{"datasetType", "ITEMS"}}},
      {"personalize::dataset_import_job",
       {{"dataSource", {{"dataLocation", "s3://life/items.csv"}}}}},
      {"personalize::dataset_export_job",
       {{"jobOutput", {{"s3DataDestination", {{"path", "s3://life/out/"}}}}}}},
      {"personalize::metric_attribution",
       {{"metrics",
         {{{"eventType", "buy"}, {"metricName", "buys"}, {"expression", "SAMPLECOUNT()"}}}}}},
      {"sagemaker::compilation_job",
       {{"InputConfig", {{"S3Uri", "s3://life/m.tar.gz"}, {"Framework", "PYTORCH"}}},
        {"OutputConfig", {{"S3OutputLocation", "s3://life/o"}, {"TargetDevice", "ml_c5"}}}}},
      {"sagemaker::edge_packaging_job",
       {{"CompilationJobName", "compiled"},
        {"ModelVersion", "1"},
        {"OutputConfig", {{"S3OutputLocation", "s3://life/o"}}}}},
      {"sagemaker::model", {{"PrimaryContainer", {{"Image", "image"}}}}},
      {"glue::connection",
       {{"ConnectionType", "KAFKA"},
        {"ConnectionProperties", {{"KAFKA_BOOTSTRAP_SERVERS", "kafka:9092"}}}}},
      {"glue::ml_transform",
       {{"InputRecordTables", {{{"DatabaseName", "db"}, {"TableName", "t"}}}},
        {"Parameters",
         {{"TransformType", "FIND_MATCHES"},
          {"FindMatchesParameters", {{"PrimaryKeyColumnName", "id"}}}}}}},
  };
  const auto found = kGiven.find(kind);
  return found == kGiven.end() ? Json::object() : found->second;
}

class LifeTest : public testing::TestWithParam<LifeCase> {
 protected:
  LifeTest() : service_(GetParam().service), family_(*GetParam().family) {
    app_.CreateBucket("life");
    app_.PutObject("s3://life/items.csv", "ITEM_ID,PRICE\n1,2\n");
    if (service_ == "glue") {
      app_.Call("glue", "CreateDatabase", {{"DatabaseInput", {{"Name", "db"}}}});
      const Json columns = {{{"Name", "id"}, {"Type", "string"}}};
      app_.Call("glue", "CreateTable",
                {{"DatabaseName", "db"},
                 {"TableInput", {{"Name", "t"}, {"StorageDescriptor", {{"Columns", columns}}}}}});
    }
  }

  [[nodiscard]] std::string Name(Verb verb) const {
    for (const VerbForm& form : family_.style->verbs) {
      if (form.verb != verb) continue;
      std::string name(form.operation);
      const std::string nouns =
          family_.nouns.empty() ? std::string(family_.noun) + "s" : std::string(family_.nouns);
      for (const auto& [mark, noun] : {std::pair<std::string, std::string>{"{nouns}", nouns},
                                       {"{noun}", std::string(family_.noun)}}) {
        if (const auto at = name.find(mark); at != std::string::npos) {
          name.replace(at, mark.size(), noun);
        }
      }
      return name;
    }
    return "";
  }
  [[nodiscard]] const Operation* Find(Verb verb) const {
    return ModelOf(service_).FindOperation(Name(verb));
  }
  [[nodiscard]] bool Has(Verb verb) const { return (family_.verbs & verb) != 0; }

  // The parents, one of each, made on the way.
  Json ParentOf(const Family& family) {
    if (family.parent == nullptr) return Json::object();
    Json& parent = parents_[std::string(family.parent->kind)];
    if (parent.is_null()) {
      parent = Make(*family.parent, "parent");
      app_.Settle(parent.at("arn").get<std::string>());
    }
    return {{std::string(family.parent_member), parent.at("arn")}};
  }

  // What Create is asked for.
  Json InputOf(const Family& family, const std::string& name) {
    const Operation* create = ModelOf(service_).FindOperation(OperationOf(family));
    const ExampleInput example(name);
    Json input = example.Of(*create->input);
    Json& given = family.input_member.empty() ? input : input[std::string(family.input_member)];
    given.update(Given(std::string(family.kind)));
    given.update(ParentOf(family));
    if (family.kind == "personalize::dataset") {
      Json& schema = parents_["schema"];
      if (schema.is_null()) {
        schema = app_.Call(service_, "CreateSchema", {{"name", "s"}, {"schema", kItems}});
      }
      given["schemaArn"] = schema.at("schemaArn");
    }
    if (family.kind == "sagemaker::edge_packaging_job") MakeCompiled();
    return input;
  }

  static std::string OperationOf(const Family& family) {
    std::string name(family.style->verbs[0].operation);
    return name.replace(name.find("{noun}"), 6, family.noun);
  }

  Json Make(const Family& family, const std::string& name) {
    const Json input = InputOf(family, name);
    app_.Call(service_, OperationOf(family), input);
    const ResourcePtr made = Newest(family);
    if (made == nullptr) throw std::runtime_error("no " + std::string(family.kind) + " was made");
    return {{"arn", made->arn}, {"input", input}};
  }

  ResourcePtr Newest(const Family& family) {
    ResourceQuery query{.scope = {family.kind, app_.account, app_.region}};
    query.descending = true;
    return app_.resources().First(query);
  }

  // A COMPLETED compilation job, as an edge packaging job wants one; its work is not what matters.
  void MakeCompiled() {
    if (!parents_["compiled"].is_null()) return;
    Resource job;
    job.kind = "sagemaker::compilation_job";
    job.account = app_.account;
    job.region = app_.region;
    job.name = "compiled";
    job.arn = "arn:aws:sagemaker:us-west-2:123456789012:compilation-job/compiled";
    job.state = "COMPLETED";
    job.document = {{"ModelArtifacts", {{"S3ModelArtifacts", "s3://life/m.tar.gz"}}},
                    {"OutputConfig", {{"TargetDevice", "ml_c5"}}}};
    app_.resources().Insert(job);
    parents_["compiled"] = true;
  }

  // What names the resource in a request of this verb.
  Json KeyOf(const ResourcePtr& resource, Verb verb) const {
    Json key = Json::object();
    for (const Member& member : Find(verb)->input->members) {
      const std::string name(member.name);
      const bool is_name =
          name == family_.name_member ||
          std::find(family_.other_name_members.begin(), family_.other_name_members.end(), name) !=
              family_.other_name_members.end();
      if (name == family_.arn_member)
        key[name] = resource->arn;
      else if (is_name && family_.arn_member != "Arn")
        key[name] = resource->name;
    }
    return key;
  }

  Json Describe(const ResourcePtr& resource) {
    Json answer = app_.Call(service_, Name(kDescribe), KeyOf(resource, kDescribe));
    const bool is_flat = answer.contains(std::string(family_.name_member));
    if (is_flat) return answer;
    return answer.size() == 1 ? answer.begin().value() : answer;
  }

  // The names in the list, by the question; in pages of one, and between two pages one comes.
  std::vector<Json> List(Json question) {
    const ListStyle& style = family_.style->list;
    std::vector<Json> all;
    question[std::string(style.limit)] = 1;
    for (int pages = 0; pages < 30; ++pages) {
      const Json answer = app_.Call(service_, Name(kList), question);
      for (const auto& [name, value] : answer.items()) {
        if (value.is_array()) all.insert(all.end(), value.begin(), value.end());
      }
      if (!answer.contains(std::string(style.token))) return all;
      question[std::string(style.token)] = answer.at(std::string(style.token));
    }
    ADD_FAILURE() << "the list does not end";
    return all;
  }

  TestApp app_;
  const std::string service_;
  const Family& family_;
  std::map<std::string, Json> parents_;
};

bool CanBeCreated(const Family& family) {
  return family.kind != "glue::ml_task_run";  // started by operations of other names
}

TEST_P(LifeTest, IsCreatedShownListedTaggedAndDeleted) {
  if (!CanBeCreated(family_)) GTEST_SKIP();
  const Json made = Make(family_, "first");
  const ResourcePtr first = app_.resources().Find(made.at("arn").get<std::string>());
  ASSERT_NE(first, nullptr);

  // Shown is what was given.
  const Json& input = made.at("input");
  const Json& given =
      family_.input_member.empty() ? input : input.at(std::string(family_.input_member));
  const Json shown = Describe(first);
  for (const auto& [name, value] : given.items()) {
    if (!shown.contains(name) || value.is_object()) continue;
    EXPECT_EQ(shown.at(name), value) << name;
  }

  // A name is taken once, and what is another's is not there.
  if (family_.new_id == nullptr) {
    const auto again = app_.TryCall(service_, OperationOf(family_), input);
    EXPECT_EQ(again.status, 400) << again.text;
    EXPECT_THAT(again.ErrorMessage(), HasSubstr("lready exist"));
  }
  for (const auto& [account, region] :
       {std::pair<std::string, std::string>{"999999999999", "us-west-2"},
        {"123456789012", "eu-west-1"}}) {
    app_.account = account;
    app_.region = region;
    EXPECT_GE(app_.TryCall(service_, Name(kDescribe), KeyOf(first, kDescribe)).status, 400);
    app_.account = "123456789012";
    app_.region = "us-west-2";
  }
  if (!Has(kDelete)) return;
  app_.Settle(first->arn);
  const auto gone = app_.TryCall(service_, Name(kDelete), KeyOf(first, kDelete));
  EXPECT_EQ(gone.status, 200) << gone.text;
  app_.Settle(first->arn);
  const auto missing = app_.TryCall(service_, Name(kDescribe), KeyOf(first, kDescribe));
  EXPECT_GE(missing.status, 400);
  const ErrorText& text = family_.texts.not_found.code.empty() ? family_.style->texts.not_found
                                                               : family_.texts.not_found;
  EXPECT_EQ(missing.ErrorCode(), text.code);
}

TEST_P(LifeTest, IsListedByEveryFilterAndSort) {
  if (!CanBeCreated(family_) || !Has(kList)) GTEST_SKIP();
  const bool many =
      family_.kind != "personalize::dataset" && family_.kind != "personalize::event_tracker";
  Make(family_, "first");
  if (many) {
    app_.Advance(1ms);
    Make(family_, "second");
  }
  // What a parent or a fixture made is of the list as well.
  const auto count =
      static_cast<std::size_t>(app_.resources().Count({family_.kind, app_.account, app_.region}));
  const ResourcePtr newest = Newest(family_);
  EXPECT_EQ(List({}).size(), count) << Json(List({}));
  const ListStyle& style = family_.style->list;
  for (const std::span<const Filter> filters : {style.filters, family_.filters}) {
    for (const Filter& filter : filters) {
      const Operation* list = Find(kList);
      const Member* within = style.within.empty() ? nullptr : list->input->FindMember(style.within);
      const Shape* asked = within == nullptr ? list->input : within->shape;
      if (asked->FindMember(filter.member) == nullptr) continue;
      const double created = ToEpochSeconds(newest->created_at);
      Json value;
      switch (filter.kind) {
        case FilterKind::kState: value = newest->state; break;
        case FilterKind::kNameContains: value = newest->name; break;
        case FilterKind::kCreatedAfter:
        case FilterKind::kUpdatedAfter: value = created - 10; break;
        case FilterKind::kCreatedBefore:
        case FilterKind::kUpdatedBefore: value = created + 10; break;
        case FilterKind::kAttribute: value = newest->attribute; break;
        default: continue;
      }
      Json question = Json::object();
      (within == nullptr ? question
                         : question[std::string(style.within)])[std::string(filter.member)] = value;
      EXPECT_FALSE(List(question).empty()) << question;
    }
  }
  const Member* sort_part =
      style.sort_within.empty() ? nullptr : Find(kList)->input->FindMember(style.sort_within);
  const Shape* sorted = sort_part == nullptr ? Find(kList)->input : sort_part->shape;
  const Member* by = style.sort_by.empty() ? nullptr : sorted->FindMember(style.sort_by);
  if (by == nullptr) return;
  for (const Sort& sort : family_.sorts.empty() ? style.sorts : family_.sorts) {
    Json order = {{std::string(style.sort_by), sort.value},
                  {std::string(style.sort_order), style.descending}};
    Json question = sort_part == nullptr ? order : Json{{std::string(style.sort_within), order}};
    if (!Validate(*Find(kList)->input, question).empty()) continue;
    EXPECT_EQ(List(question).size(), count) << question;
  }
}

// Pages of one while the one that was seen goes and another comes.
TEST_P(LifeTest, PagesGoOnWhileResourcesComeAndGo) {
  const bool many = CanBeCreated(family_) && Has(kList) && Has(kDelete) &&
                    family_.quota.limit == 0 && family_.kind != "personalize::dataset" &&
                    family_.kind != "personalize::event_tracker";
  if (!many) GTEST_SKIP();
  for (const char* name : {"a", "b", "c"}) {
    app_.Settle(Make(family_, name).at("arn").get<std::string>());
  }
  const ListStyle& style = family_.style->list;
  Json question = {{std::string(style.limit), 1}};
  std::size_t seen = 0;
  for (int page = 0; page < 20; ++page) {
    const Json answer = app_.Call(service_, Name(kList), question);
    ++seen;
    const ResourcePtr oldest =
        app_.resources().First({.scope = {family_.kind, app_.account, app_.region},
                                .order = family_.order,
                                .descending = family_.newest_first});
    if (page == 0) {
      app_.Call(service_, Name(kDelete), KeyOf(oldest, kDelete));
      app_.Settle(oldest->arn);
    }
    if (!answer.contains(std::string(style.token))) break;
    question[std::string(style.token)] = answer.at(std::string(style.token));
  }
  EXPECT_EQ(seen, 3U) << "the one that went was the one that had been seen";
}

TEST_P(LifeTest, IsStoppedAndUpdatedWhereTheApiHasThat) {
  if (!CanBeCreated(family_) || (!Has(kStop) && !Has(kUpdate))) GTEST_SKIP();
  const Json made = Make(family_, "first");
  const ResourcePtr first = app_.resources().Find(made.at("arn").get<std::string>());
  if (Has(kStop)) {
    const auto stopped = app_.TryCall(service_, Name(kStop), KeyOf(first, kStop));
    EXPECT_EQ(stopped.status, 200) << stopped.text;
    EXPECT_EQ(app_.resources().Find(first->arn)->state, family_.states->on_stop);
    app_.Settle(first->arn);
    const auto again = app_.TryCall(service_, Name(kStop), KeyOf(first, kStop));
    EXPECT_EQ(again.status, family_.style->finished_can_be_stopped ? 200 : 400) << again.text;
  }
  if (!Has(kUpdate)) return;
  app_.Settle(first->arn);
  app_.Advance(5s);
  Json update = KeyOf(first, kUpdate);
  if (!family_.input_member.empty()) {
    update[std::string(family_.input_member)] =
        made.at("input").at(std::string(family_.input_member));
  }
  const auto updated = app_.TryCall(service_, Name(kUpdate), update);
  EXPECT_EQ(updated.status, 200) << updated.text;
  EXPECT_EQ(app_.resources().Find(first->arn)->updated_at, app_.Now());
}

TEST_P(LifeTest, GoesWithSnapshotsAndResets) {
  if (!CanBeCreated(family_)) GTEST_SKIP();
  const std::string arn = Make(family_, "first").at("arn");
  const auto control = [&](const char* method, const char* path) {
    HttpRequest request;
    request.method = method;
    request.target = path;
    request.headers.Set("Host", "localhost");
    return app_.Send(request).status;
  };
  EXPECT_LT(control("PUT", "/_portside/snapshots/life"), 300);
  const ResourcePtr before = app_.resources().Find(arn);
  EXPECT_LT(control("POST", "/_portside/reset"), 300);
  EXPECT_EQ(app_.resources().Find(arn), nullptr);
  EXPECT_EQ(app_.resources().Count({family_.kind, app_.account, app_.region}), 0);
  EXPECT_LT(control("POST", "/_portside/snapshots/life"), 300);
  const ResourcePtr after = app_.resources().Find(arn);
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->document, before->document);
  EXPECT_EQ(after->sequence, before->sequence);
  Describe(after);
}

INSTANTIATE_TEST_SUITE_P(Families, LifeTest, testing::ValuesIn(Cases()), [](const auto& instance) {
  return instance.param.service + std::string(instance.param.family->noun);
});

}  // namespace
}  // namespace portside
