// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/automl/automl_request.h"

#include <algorithm>

namespace portside::sagemaker {
namespace {

constexpr std::string_view kConfig = "JobConfig";

const Json& NoMembers() {
  static const Json kNone = Json::object();
  return kNone;
}

void Move(const Json& from, const char* member, Json& to) {
  const auto found = from.find(member);
  if (found != from.end()) to[member] = *found;
}

const Json& PartOf(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found == object.end() ? NoMembers() : *found;
}

}  // namespace

Json ToV2(const Json& v1) {
  const Json& config = PartOf(v1, "AutoMLJobConfig");
  const Json& generation = PartOf(config, "CandidateGenerationConfig");
  Json tabular = Json::object();
  Json channels = Json::array();
  for (const Json& given : v1.at("InputDataConfig")) {
    Json channel = given;
    for (const char* member : {"TargetAttributeName", "SampleWeightAttributeName"}) {
      Move(given, member, tabular);
      channel.erase(member);
    }
    channels.push_back(std::move(channel));
  }
  for (const char* member : {"CompletionCriteria", "Mode"}) Move(config, member, tabular);
  for (const char* member : {"ProblemType", "GenerateCandidateDefinitionsOnly"}) {
    Move(v1, member, tabular);
  }
  Move(generation, "FeatureSpecificationS3Uri", tabular);
  if (generation.contains("AlgorithmsConfig")) {
    tabular["CandidateGenerationConfig"]["AlgorithmsConfig"] = generation.at("AlgorithmsConfig");
  }
  Json v2 = {{"AutoMLJobInputDataConfig", std::move(channels)},
             {"AutoMLProblemTypeConfig", {{"TabularJobConfig", std::move(tabular)}}}};
  for (const char* member : {"SecurityConfig", "DataSplitConfig"}) Move(config, member, v2);
  return v2;
}

Json ToV1(const Json& v2) {
  const Json& tabular = ProblemConfigOf(v2);
  Json v1 = Json::object();
  Json& channels = v1["InputDataConfig"] = Json::array();
  for (const Json& given : v2.at("AutoMLJobInputDataConfig")) {
    Json channel = given;
    for (const char* member : {"TargetAttributeName", "SampleWeightAttributeName"}) {
      Move(tabular, member, channel);
    }
    channels.push_back(std::move(channel));
  }
  for (const char* member : {"ProblemType", "GenerateCandidateDefinitionsOnly"}) {
    Move(tabular, member, v1);
  }
  Json& config = v1["AutoMLJobConfig"] = Json::object();
  for (const char* member : {"CompletionCriteria", "Mode"}) Move(tabular, member, config);
  for (const char* member : {"SecurityConfig", "DataSplitConfig"}) Move(v2, member, config);
  Json generation = PartOf(tabular, "CandidateGenerationConfig");
  Move(tabular, "FeatureSpecificationS3Uri", generation);
  if (!generation.empty()) config["CandidateGenerationConfig"] = std::move(generation);
  return v1;
}

std::string ProblemTypeNameOf(const Json& document) {
  const std::string member = document.at("AutoMLProblemTypeConfig").begin().key();
  return member.substr(0, member.size() - kConfig.size());
}

const Json& ProblemConfigOf(const Json& document) {
  return document.at("AutoMLProblemTypeConfig").begin().value();
}

const Json& CriteriaOf(const Json& document) {
  return PartOf(ProblemConfigOf(document), "CompletionCriteria");
}

std::optional<std::int64_t> MaxCandidatesOf(const Json& document) {
  const Json& criteria = CriteriaOf(document);
  const auto given = criteria.find("MaxCandidates");
  if (given == criteria.end()) return std::nullopt;
  return given->get<std::int64_t>();
}

bool WantsDefinitionsOnly(const Json& document) {
  return ProblemConfigOf(document).value("GenerateCandidateDefinitionsOnly", false);
}

// Ensembles have no definitions of candidates.
bool IsTuning(const Json& document) {
  const std::string given = StringOr(ProblemConfigOf(document), "Mode");
  return WantsDefinitionsOnly(document) ||
         StringOr(document, "ResolvedMode", given) == "HYPERPARAMETER_TUNING";
}

std::string ProblemOf(const Json& document) {
  const std::string resolved = StringOr(document, "ResolvedProblem");
  if (!resolved.empty()) return resolved;
  std::string type = ProblemTypeNameOf(document);
  return type == kTabular ? StringOr(ProblemConfigOf(document), "ProblemType") : type;
}

const Json* ChannelOf(const Json& document, std::string_view type) {
  const Json& channels = document.at("AutoMLJobInputDataConfig");
  const auto found = std::find_if(channels.begin(), channels.end(), [type](const Json& channel) {
    return StringOr(channel, "ChannelType", "training") == type;
  });
  return found == channels.end() ? nullptr : &*found;
}

}  // namespace portside::sagemaker
