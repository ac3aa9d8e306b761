// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/services/core/tagging.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/labels_task_run.h"
#include "services/glue/lists.h"
#include "services/glue/ml_transform.h"
#include "services/glue/tags.h"

namespace portside::glue {
namespace {

// The account's quota of transforms.
constexpr std::int64_t kTransforms = 100;

// What an update may change as it stands; capacity has rules of its own.
constexpr const char* kPlainMembers[] = {"Name",        "Description", "Parameters", "Role",
                                         "GlueVersion", "Timeout",     "MaxRetries"};

// The answer of GetMLTransform and an entry of GetMLTransforms. EvaluationMetrics are absent, as
// before a first evaluation.
Json DescribeTransform(const Resource& transform) {
  Json description = transform.document;
  description["TransformId"] = transform.name;
  description["Status"] = transform.state;
  description["CreatedOn"] = ToEpochSeconds(transform.created_at);
  description["LastModifiedOn"] = ToEpochSeconds(transform.updated_at);
  return description;
}

bool IsNameTaken(std::string_view name, std::string_view except_id, const RequestContext& context) {
  return context.resources.First({.scope = context.Scope(kMlTransform.name),
                                  .attribute = name,
                                  .matches = [&](const Resource& transform) {
                                    return transform.name != except_id;
                                  }}) != nullptr;
}

Result<void> CheckName(const std::string& name) {
  if (!TrimSpace(name).empty()) return {};
  return Fail(InvalidInput("Transform name cannot be blank."));  // [published]
}

// Workers and MaxCapacity replace each other. The reference says that MaxCapacity is set
// automatically for some workers; a recorded answer with workers has none.
void SetCapacity(Json& document, const Json& input) {
  const bool workers = input.contains("WorkerType");
  if (workers) document.erase("MaxCapacity");
  if (input.contains("MaxCapacity")) {
    document.erase("WorkerType");
    document.erase("NumberOfWorkers");
  }
  for (const char* member : {"MaxCapacity", "WorkerType", "NumberOfWorkers"}) {
    if (input.contains(member)) document[member] = input.at(member);
  }
}

// With the documented defaults. A description that was not given stays absent, as recorded.
Json NewDocument(const Json& input, Json schema) {
  Json document = {{"GlueVersion", "0.9"}, {"Timeout", 2880}, {"LabelCount", 0}};
  for (const char* member : kPlainMembers) {
    if (input.contains(member)) document[member] = input.at(member);
  }
  for (const char* member : {"InputRecordTables", "TransformEncryption"}) {
    if (input.contains(member)) document[member] = input.at(member);
  }
  if (!input.contains("WorkerType")) document["MaxCapacity"] = 10.0;
  SetCapacity(document, input);
  document["Schema"] = std::move(schema);
  return document;
}

// A column that the filter names by name, by type, or both, at its place in the schema.
bool MatchesSchema(const Json& wanted, const Json& schema) {
  return std::equal(wanted.begin(), wanted.end(), schema.begin(), schema.end(),
                    [](const Json& filter, const Json& column) {
                      return IsEqualOrUnfiltered(filter, "Name", StringOr(column, "Name")) &&
                             IsEqualOrUnfiltered(filter, "DataType", StringOr(column, "DataType"));
                    });
}

bool Matches(const Resource& transform, const Json& input) {
  const Json filter = ObjectOr(input, "Filter");
  const Json& document = transform.document;
  const Tags tags = TagsFromMap(ObjectOr(input, "Tags"));
  const bool tagged = std::all_of(tags.begin(), tags.end(), [&](const auto& tag) {
    const auto found = transform.tags.find(tag.first);
    return found != transform.tags.end() && found->second == tag.second;
  });
  return tagged && IsEqualOrUnfiltered(filter, "Name", StringOr(document, "Name")) &&
         IsEqualOrUnfiltered(filter, "TransformType",
                             StringOr(document.at("Parameters"), "TransformType")) &&
         IsEqualOrUnfiltered(filter, "Status", transform.state) &&
         IsEqualOrUnfiltered(filter, "GlueVersion", StringOr(document, "GlueVersion")) &&
         IsWithin(transform.created_at, filter, "CreatedAfter", "CreatedBefore") &&
         IsWithin(transform.updated_at, filter, "LastModifiedAfter", "LastModifiedBefore") &&
         (!filter.contains("Schema") || MatchesSchema(filter.at("Schema"), document.at("Schema")));
}

// Unsorted lists come in order of creation; the real order is not public.
// TRANSFORM_TYPE has one value, so all are equal by it.
ResourceOrder OrderOf(std::string_view column) {
  if (column == "NAME") return ResourceOrder::kAttribute;
  if (column == "STATUS") return ResourceOrder::kState;
  if (column == "LAST_MODIFIED") return ResourceOrder::kUpdated;
  return ResourceOrder::kCreated;
}

Result<Page> ListPage(std::string_view operation, const Json& input, RequestContext& context) {
  const std::string column = StringOr(ObjectOr(input, "Sort"), "Column");
  return TakeListPage(
      operation, input,
      {.scope = context.Scope(kMlTransform.name),
       .matches = [&](const Resource& transform) { return Matches(transform, input); },
       .order = OrderOf(column)},
      context);
}

}  // namespace

Result<Json> CreateMLTransform(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "Name");
  TRY(CheckName(name));
  // [published]. What an identical repeat answers is contradictory there; a name is taken once.
  if (IsNameTaken(name, "", context)) {
    return Fail(AlreadyExists("Transform with name " + name + " already exists."));
  }
  const std::int64_t count = context.resources.Count(context.Scope(kMlTransform.name)) + 1;
  if (count > kTransforms) {
    return Fail(LimitExceeded("ML Transforms count (" + std::to_string(count) +
                              ") has exceeded the limit of " + std::to_string(kTransforms) +
                              " transforms."));
  }
  const Tags tags = TagsFromMap(ObjectOr(input, "Tags"));
  TRY(CheckTags(tags));
  TRY(CheckCapacity(input));
  Json schema = TRY(FetchSchema(input.at("InputRecordTables"), context));
  TRY(CheckParameters(input.at("Parameters"), schema));

  const std::string id = "tfm-" + context.random.Hex(40);
  Resource transform = context.NewResource(kMlTransform.name, TransformArn(id, context), id);
  transform.attribute = name;
  transform.document = NewDocument(input, std::move(schema));
  transform.tags = tags;
  context.jobs.Submit(kMlTransform, std::move(transform));
  return Json{{"TransformId", id}};
}

Result<Json> GetMLTransform(const Json& input, RequestContext& context) {
  const ResourcePtr transform = TRY(FindTransform(input, context));
  context.jobs.Observed(*transform);
  return DescribeTransform(*transform);
}

Result<Json> GetMLTransforms(const Json& input, RequestContext& context) {
  const Page page = TRY(ListPage("GetMLTransforms", input, context));
  Json transforms = Json::array();
  for (const ResourcePtr& transform : page.resources) {
    transforms.push_back(DescribeTransform(*transform));
  }
  Json output = {{"Transforms", std::move(transforms)}};
  SetNextToken(output, page);
  return output;
}

Result<Json> ListMLTransforms(const Json& input, RequestContext& context) {
  const Page page = TRY(ListPage("ListMLTransforms", input, context));
  Json ids = Json::array();
  for (const ResourcePtr& transform : page.resources) ids.push_back(transform->name);
  Json output = {{"TransformIds", std::move(ids)}};
  SetNextToken(output, page);
  return output;
}

// Whether new parameters make a READY transform NOT_READY is not public; its labels stay, so it
// stays READY.
Result<Json> UpdateMLTransform(const Json& input, RequestContext& context) {
  const ResourcePtr found = TRY(FindLiveTransform(input, context));
  Resource transform = *found;
  if (input.contains("Name")) {
    const std::string name = StringOr(input, "Name");
    TRY(CheckName(name));
    if (IsNameTaken(name, transform.name, context)) {
      return Fail(InvalidInput("Another transform with name " + name + " already exists."));
    }
  }
  TRY(CheckCapacity(input));
  if (input.contains("Parameters")) {
    TRY(CheckParameters(input.at("Parameters"), transform.document.at("Schema")));
  }

  for (const char* member : kPlainMembers) {
    if (input.contains(member)) transform.document[member] = input.at(member);
  }
  SetCapacity(transform.document, input);
  transform.attribute = StringOr(transform.document, "Name");
  transform.updated_at = context.now;
  const std::string id = transform.name;
  context.resources.Update(std::move(transform));
  return Json{{"TransformId", id}};
}

// Its labels and task runs go with the transform, running ones are stopped; files in S3 stay. What
// the real service does with them is not public, but that nothing can be asked of them without a
// transform is. A repeated delete answers like the first until the transform is gone.
Result<Json> DeleteMLTransform(const Json& input, RequestContext& context) {
  const ResourcePtr transform = TRY(FindTransform(input, context));
  for (const std::string_view state : kLiveTaskRuns) {
    const ResourceScope scope = context.Scope(kMlTaskRun.name);
    const auto live = static_cast<std::size_t>(context.resources.Count(scope, state));
    for (const ResourcePtr& run :
         context.resources.List({.scope = scope, .in_state = state, .limit = live}).resources) {
      if (run->parent == transform->arn) context.jobs.Forget(run->arn);
    }
  }
  context.resources.RemoveChildren(context.Scope(kMlTaskRun.name), transform->arn);
  context.records.Clear(LabelStream(transform->arn));
  context.jobs.RequestDelete(kMlTransform, *transform);
  return Json{{"TransformId", transform->name}};
}

}  // namespace portside::glue
