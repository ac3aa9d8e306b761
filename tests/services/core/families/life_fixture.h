// SPDX-License-Identifier: Apache-2.0
//
// A life of any declared family: how one is made, with all that it needs, shown and listed.

#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

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

struct LifeCase {
  std::string service;  // the model's name
  const Family* family;
};

inline std::vector<LifeCase> LifeCases() {
  std::vector<LifeCase> cases;
  for (const ServiceDefinition* service : {&SageMakerGeospatialService(), &PersonalizeService(),
                                           &SageMakerService(), &GlueService()}) {
    for (const Family* family : service->families) {
      cases.push_back({std::string(service->model), family});
    }
  }
  return cases;
}

inline const ServiceModel& ModelOf(const std::string& service) {
  static std::map<std::string, std::unique_ptr<const ServiceModel>> models;
  auto& model = models[service];
  if (model == nullptr) model = LoadEmbeddedModel(service);
  return *model;
}

inline constexpr const char* kItems =
    R"({"type":"record","name":"Items","namespace":"n","fields":[{"name":"ITEM_ID",)"
    R"("type":"string"},{"name":"PRICE","type":"float"}],"version":"1.0"})";

// What a noun of SageMaker wants beyond its model.
inline const std::map<std::string, Json>& GivenSageMaker() {
  static const std::map<std::string, Json> kGiven = {
      {"sagemaker::compilation_job",
       {{"InputConfig", {{"S3Uri", "s3://life/m.tar.gz"}, {"Framework", "PYTORCH"}}},
        {"OutputConfig", {{"S3OutputLocation", "s3://life/o"}, {"TargetDevice", "ml_c5"}}}}},
      {"sagemaker::edge_packaging_job",
       {{"CompilationJobName", "compiled"},
        {"ModelVersion", "1"},
        {"OutputConfig", {{"S3OutputLocation", "s3://life/o"}}}}},
      {"sagemaker::training_job",
       {{"AlgorithmSpecification", {{"TrainingImage", "image"}, {"TrainingInputMode", "File"}}},
        {"OutputDataConfig", {{"S3OutputPath", "s3://life/o"}}},
        {"ResourceConfig", {{"VolumeSizeInGB", 1}}}}},
      {"sagemaker::hyper_parameter_tuning_job",
       {{"HyperParameterTuningJobConfig",
         {{"Strategy", "Random"},
          {"HyperParameterTuningJobObjective", {{"Type", "Minimize"}, {"MetricName", "loss"}}},
          {"ResourceLimits", {{"MaxNumberOfTrainingJobs", 1}, {"MaxParallelTrainingJobs", 1}}},
          {"ParameterRanges",
           {{"CategoricalParameterRanges", {{{"Name", "a"}, {"Values", {"1"}}}}}}}}},
        {"TrainingJobDefinition",
         {{"AlgorithmSpecification",
           {{"TrainingImage", "image"},
            {"TrainingInputMode", "File"},
            {"MetricDefinitions", {{{"Name", "loss"}, {"Regex", "loss=([0-9.]+)"}}}}}},
          {"RoleArn", "arn:aws:iam::123456789012:role/r"},
          {"OutputDataConfig", {{"S3OutputPath", "s3://life/o"}}},
          {"ResourceConfig", {{"VolumeSizeInGB", 1}}},
          {"StoppingCondition", {{"MaxRuntimeInSeconds", 60}}}}}}},
      {"sagemaker::transform_job",
       {{"ModelName", "transformed"},
        {"TransformInput",
         {{"DataSource",
           {{"S3DataSource", {{"S3DataType", "S3Prefix"}, {"S3Uri", "s3://life/items.csv"}}}}}}},
        {"TransformOutput", {{"S3OutputPath", "s3://life/o"}}}}},
      {"sagemaker::labeling_job",
       {{"LabelCategoryConfigS3Uri", "s3://life/labels.json"},
        {"InputConfig",
         {{"DataSource", {{"S3DataSource", {{"ManifestS3Uri", "s3://life/in.manifest"}}}}}}},
        {"OutputConfig", {{"S3OutputPath", "s3://life/o"}}},
        {"HumanTaskConfig",
         {{"WorkteamArn", "arn:aws:sagemaker:us-west-2:123456789012:workteam/private-crowd/t"},
          {"UiConfig", {{"UiTemplateS3Uri", "s3://life/ui.html"}}},
          {"TaskTitle", "t"},
          {"TaskDescription", "d"},
          {"NumberOfHumanWorkersPerDataObject", 1},
          {"TaskTimeLimitInSeconds", 60}}}}},
      {"sagemaker::device_fleet", {{"OutputConfig", {{"S3OutputLocation", "s3://life/o"}}}}},
      {"sagemaker::edge_deployment_plan",
       {{"ModelConfigs", {{{"ModelHandle", "m"}, {"EdgePackagingJobName", "packaged"}}}},
        {"DeviceFleetName", "fleet"},
        {"Stages", Json::array()}}},
      {"sagemaker::model", {{"PrimaryContainer", {{"Image", "image"}}}}},
      {"sagemaker::endpoint_config",
       {{"ProductionVariants",
         {{{"VariantName", "all"},
           {"ModelName", "hosted"},
           {"InstanceType", "ml.m5.large"},
           {"InitialVariantWeight", 1.0},
           {"InitialInstanceCount", 1}}}}}},
      {"sagemaker::endpoint", {{"EndpointConfigName", "hosted"}}},
      {"sagemaker::inference_component",
       {{"EndpointName", "hosted"},
        {"VariantName", "all"},
        {"Specification", {{"ModelName", "hosted"}}},
        {"RuntimeConfig", {{"CopyCount", 1}}}}},
  };
  return kGiven;
}

// The two forms of one kind.
inline Json GivenAutoML(const std::string& noun) {
  const Json source = {
      {"S3DataSource", {{"S3DataType", "S3Prefix"}, {"S3Uri", "s3://life/items.csv"}}}};
  Json given = {{"OutputDataConfig", {{"S3OutputPath", "s3://life/o"}}}};
  if (noun == "AutoMLJob") {
    given["InputDataConfig"] = {{{"DataSource", source}, {"TargetAttributeName", "PRICE"}}};
  } else {
    given["AutoMLJobInputDataConfig"] = {{{"DataSource", source}}};
    given["AutoMLProblemTypeConfig"]["ImageClassificationJobConfig"] = Json::object();
  }
  return given;
}

inline Json Given(const std::string& kind, const std::string& noun = "") {
  if (kind == "sagemaker::auto_ml_job") return GivenAutoML(noun);
  if (const auto found = GivenSageMaker().find(kind); found != GivenSageMaker().end()) {
    return found->second;
  }
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
      {"personalize::data_deletion_job",
       {{"dataSource", {{"dataLocation", "s3://life/users.csv"}}}}},
      {"personalize::dataset_export_job",
       {{"jobOutput", {{"s3DataDestination", {{"path", "s3://life/out/"}}}}}}},
      {"personalize::filter", {{"filterExpression", "INCLUDE ItemID WHERE Items.PRICE < 10"}}},
      {"personalize::solution",
       {{"recipeArn", "arn:aws:personalize:::recipe/aws-sims"}, {"performAutoML", false}}},
      {"personalize::solution_version", {{"trainingMode", "FULL"}}},
      {"personalize::batch_segment_job",
       {{"jobInput", {{"s3DataSource", {{"path", "s3://life/items.csv"}}}}},
        {"jobOutput", {{"s3DataDestination", {{"path", "s3://life/out/"}}}}}}},
      {"personalize::batch_inference_job",
       {{"jobInput", {{"s3DataSource", {{"path", "s3://life/items.csv"}}}}},
        {"jobOutput", {{"s3DataDestination", {{"path", "s3://life/out/"}}}}},
        {"batchInferenceJobMode", "BATCH_INFERENCE"}}},
      {"personalize::recommender",
       {{"recipeArn", "arn:aws:personalize:::recipe/aws-ecomm-recommended-for-you"}}},
      {"personalize::metric_attribution",
       {{"metrics",
         {{{"eventType", "buy"}, {"metricName", "buys"}, {"expression", "SAMPLECOUNT()"}}}}}},
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
    app_.PutObject("s3://life/users.csv", "USER_ID\nu1\n");
    app_.PutObject("s3://life/in.manifest", "{\"source\":\"a\"}\n");
    app_.PutObject("s3://life/labels.json", R"({"labels":[{"label":"a"}]})");
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
    // Trained on nothing, it would not be ACTIVE.
    if (family.parent->kind == "personalize::solution_version") parent = {{"arn", MakeVersion()}};
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
    given.update(Given(std::string(family.kind), std::string(family.noun)));
    given.update(ParentOf(family));
    if (family.kind == "personalize::dataset") {
      Json& schema = parents_["schema"];
      if (schema.is_null()) {
        schema = app_.Call(service_, "CreateSchema", {{"name", "s"}, {"schema", kItems}});
      }
      given["schemaArn"] = schema.at("schemaArn");
    }
    if (family.kind == "personalize::filter" || family.kind == "personalize::solution" ||
        family.kind == "personalize::recommender") {
      MakeDatasets(given.at("datasetGroupArn"));
    }
    // Recommenders want a group with a domain.
    if (family.kind == "personalize::dataset_group" && family_.kind == "personalize::recommender") {
      given["domain"] = "ECOMMERCE";
    }
    if (family.kind == "personalize::campaign") given["solutionVersionArn"] = MakeVersion();
    if (family.kind == "sagemaker::edge_packaging_job") MakeCompiled();
    if (family.kind == "sagemaker::transform_job") {
      app_.TryCall("sagemaker", "CreateModel",
                   {{"ModelName", "transformed"}, {"PrimaryContainer", {{"Image", "image"}}}});
    }
    if (family.kind == "sagemaker::edge_deployment_plan") MakePackaged();
    if (family.kind.starts_with("sagemaker::endpoint")) MakeHosted(family);
    if (family.kind == "sagemaker::inference_component") MakeShared(family);
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

  void Insert(const std::string& kind, const std::string& arn, const std::string& state,
              Json document, const std::string& parent = "") {
    Resource resource;
    resource.kind = kind;
    resource.account = app_.account;
    resource.region = app_.region;
    resource.name = "made";
    resource.arn = arn;
    resource.state = state;
    resource.parent = parent;
    resource.document = std::move(document);
    app_.resources().Insert(resource);
    app_.app().database().Commit();
  }

  // Datasets of a group, as filters and solutions want them.
  void MakeDatasets(const std::string& group) {
    if (!parents_["datasets"].is_null()) return;
    parents_["datasets"] = true;
    const std::string schema =
        app_.Call(service_, "CreateSchema", {{"name", "of-group"}, {"schema", kItems}})
            .at("schemaArn");
    const std::string name = group.substr(group.rfind('/') + 1);
    for (const char* type : {"ITEMS", "INTERACTIONS"}) {
      Insert("personalize::dataset",
             "arn:aws:personalize:us-west-2:123456789012:dataset/" + name + "/" + type, "ACTIVE",
             {{"schemaArn", schema}, {"datasetType", type}, {"imported", true}});
    }
  }

  // The ARN of an ACTIVE version of a solution.
  std::string MakeVersion() {
    const std::string solution = "arn:aws:personalize:us-west-2:123456789012:solution/made";
    if (parents_["version"].is_null()) {
      parents_["version"] = true;
      const std::string recipe =
          family_.kind == "personalize::batch_segment_job" ? "aws-item-affinity" : "aws-sims";
      Insert("personalize::solution_version", solution + "/0123abcd", "ACTIVE",
             {{"recipeArn", "arn:aws:personalize:::recipe/" + recipe},
              {"datasetGroupArn", "arn:aws:personalize:us-west-2:123456789012:dataset-group/g"}},
             solution);
    }
    return solution + "/0123abcd";
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
    app_.app().database().Commit();
    parents_["compiled"] = true;
  }

  // A fleet and a COMPLETED edge packaging job, as a deployment plan wants them.
  void MakePackaged() {
    if (!parents_["packaged"].is_null()) return;
    parents_["packaged"] = true;
    const std::string prefix = "arn:aws:sagemaker:us-west-2:123456789012:";
    Insert("sagemaker::edge_packaging_job", prefix + "edge-packaging-job/packaged", "COMPLETED",
           {{"ModelArtifact", "s3://life/m.tar.gz"}});
    Insert("sagemaker::device_fleet", prefix + "device-fleet/fleet", "", Json::object());
  }

  // A model, and for an endpoint a configuration of it.
  void MakeHosted(const Family& family) {
    if (!parents_["hosted"].is_null()) return;
    parents_["hosted"] = true;
    app_.Call(service_, "CreateModel",
              {{"ModelName", "hosted"}, {"PrimaryContainer", {{"Image", "image"}}}});
    if (family.kind != "sagemaker::endpoint") return;
    Json config = Given("sagemaker::endpoint_config");
    config["EndpointConfigName"] = "hosted";
    app_.Call(service_, "CreateEndpointConfig", config);
  }

  // An endpoint for components, in service.
  void MakeShared(const Family& family) {
    if (!parents_["shared"].is_null()) return;
    parents_["shared"] = true;
    MakeHosted(family);
    Json config = Given("sagemaker::endpoint_config");
    config["ProductionVariants"][0].erase("ModelName");
    config["ExecutionRoleArn"] = "arn:aws:iam::123456789012:role/r";
    config["EndpointConfigName"] = "hosted";
    app_.Call(service_, "CreateEndpointConfig", config);
    app_.Call(service_, "CreateEndpoint",
              {{"EndpointName", "hosted"}, {"EndpointConfigName", "hosted"}});
    app_.Settle("arn:aws:sagemaker:us-west-2:123456789012:endpoint/hosted");
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

inline bool CanBeCreated(const Family& family) {
  // Started or registered by operations of other names, or named inside of a structure.
  return family.kind != "glue::ml_task_run" && family.kind != "sagemaker::device" &&
         family.kind != "glue::registry" && family.kind != "glue::schema";
}

}  // namespace portside
