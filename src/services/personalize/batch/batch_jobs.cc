// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/batch/batch_jobs.h"

#include "portside/objects/s3_uri.h"
#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

// The model lets http and any other text through; what is there is the job's business.
Result<void> CheckPaths(const Json& input) {
  const std::string from = StringOr(input.at("jobInput").at("s3DataSource"), "path");
  if (!S3Uri::Parse(from)) {
    return Fail(InvalidInput(
        InvalidInputPathText("'" + from + "' is not of the form s3://bucket/folder/.")));
  }
  const std::string to = StringOr(input.at("jobOutput").at("s3DataDestination"), "path");
  if (S3Uri::Parse(to)) return {};
  return Fail(
      InvalidInput(InvalidOutputPathText("'" + to + "' is not of the form s3://bucket/folder/.")));
}

std::string_view NameOf(FilterTarget target) {
  switch (target) {
    case FilterTarget::kItems: return "items";
    case FilterTarget::kActions: return "actions";
    case FilterTarget::kUsers: break;
  }
  return "users";
}

Result<std::string> FilterText(const std::string& arn, const std::string& group, FilterTarget about,
                               RequestContext& context) {
  const ResourcePtr filter = context.FindOwn(kFilterKind.name, arn);
  if (filter == nullptr) return Fail(NotFound(arn));
  TRY(RequireActive(*filter));
  if (filter->parent != group) {
    return Fail(InvalidInput("The filter " + arn + " is not of the dataset group " + group + "."));
  }
  std::string text = StringOr(filter->document, "filterExpression");
  const auto expression = FilterExpression::Parse(text);
  if (!expression) return Fail(InvalidInput(expression.error().Describe()));
  if (expression->target() == about) return text;
  return Fail(InvalidInput("The filter " + arn + " is about " +
                           std::string(NameOf(expression->target())) +
                           ", and this job needs one about " + std::string(NameOf(about)) + "."));
}

// Of what the training left only what recommending looks at.
Json OfVersion(const Resource& version) {
  Json kept = version.document;
  for (const std::string_view member : {kSchemasMember, kMetricsMember, kSeenMember}) {
    kept.erase(std::string(member));
  }
  return kept;
}

}  // namespace

Result<const Recipe*> RecipeOfBatch(const Json& input, RequestContext& context) {
  const ResourcePtr version = TRY(FindResource(kSolutionVersions, input, context));
  const std::string arn = StringOr(version->document, "recipeArn");
  const Recipe* recipe = FindRecipe(arn);
  if (recipe == nullptr) return Fail(NotFound(arn));
  return recipe;
}

Result<void> PrepareBatchJob(const Json& input, Resource& job, RequestContext& context,
                             FilterTarget about, std::int64_t most_results) {
  TRY(CheckPaths(input));
  const std::int64_t results = input.value("numResults", kDefaultBatchResults);
  if (results < 1 || results > most_results) {
    return Fail(InvalidInput("Invalid numResults " + std::to_string(results) +
                             ". It must be from 1 to " + std::to_string(most_results) + "."));
  }
  const ResourcePtr version = TRY(FindResource(kSolutionVersions, input, context));
  const std::string group = StringOr(version->document, "datasetGroupArn");
  if (const std::string filter = StringOr(input, "filterArn"); !filter.empty()) {
    job.document[std::string(kFilterTextMember)] = TRY(FilterText(filter, group, about, context));
  }
  job.attribute = group;
  job.document["numResults"] = results;
  job.document["datasetGroupArn"] = group;
  job.document[std::string(kSchemasMember)] = SchemaTextsOf(group, context);
  job.document[std::string(kVersionMember)] = OfVersion(*version);
  return {};
}

Expected<std::optional<FilterUse>, std::string> FilterOfLine(const Json& job, const Json& line) {
  const Json values = line.value("filterValues", Json::object());
  const auto text = job.find(kFilterTextMember);
  if (text == job.end()) {
    if (values.empty()) return std::optional<FilterUse>();
    return Fail(std::string("filterValues are for a filter, and the job has none."));
  }
  if (!values.is_object()) return Fail(std::string("filterValues must be an object of texts."));
  FilterUse use{text->get<std::string>(), {}};
  for (const auto& [name, value] : values.items()) {
    if (!value.is_string()) return Fail("The value of '" + name + "' in filterValues is no text.");
    use.values[name] = value.get<std::string>();
  }
  return std::optional(std::move(use));
}

Expected<std::string, std::string> TextOfLine(const Json& line, const std::string& member) {
  std::string text = StringOr(line, member);
  if (!text.empty()) return text;
  return Fail("The line has no text '" + member + "'.");
}

std::optional<std::string> FindBatchFlaw(const Json& document) {
  for (const std::string_view member : {kSchemasMember, kVersionMember}) {
    if (!document.value(member, Json()).is_object()) {
      return "has no object '" + std::string(member) + "'";
    }
  }
  return std::nullopt;
}

ResourcePtr FindBatchJob(const std::string& group_arn, const std::string& solution_arn,
                         RequestContext& context) {
  const auto is_busy = [&](const Resource& job) {
    return IsCreating(job.state) &&
           (solution_arn.empty() || job.parent.starts_with(solution_arn + "/"));
  };
  for (const JobKind* kind : {&kBatchSegmentJobKind, &kBatchInferenceJobKind}) {
    const ResourcePtr job = context.resources.First(
        {.scope = context.Scope(kind->name), .attribute = group_arn, .matches = is_busy});
    if (job != nullptr) return job;
  }
  return nullptr;
}

}  // namespace portside::personalize
