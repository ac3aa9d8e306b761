// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/services/core/tagging.h"
#include "services/glue/errors.h"
#include "services/glue/lists.h"
#include "services/glue/ml/labels_task_run.h"
#include "services/glue/ml/ml_transform.h"
#include "services/glue/rules.h"
#include "services/glue/style.h"

namespace portside::glue {
namespace {

// The account's quota of transforms.
constexpr std::int64_t kTransforms = 100;

// What an update may change as it stands; capacity has rules of its own.
constexpr const char* kPlainMembers[] = {"Name",        "Description", "Parameters", "Role",
                                         "GlueVersion", "Timeout",     "MaxRetries"};

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

Result<void> CheckQuota(RequestContext& context) {
  const std::int64_t count = context.resources.Count(context.Scope(kMlTransform.name)) + 1;
  if (count <= kTransforms) return {};
  return Fail(LimitExceeded("ML Transforms count (" + std::to_string(count) +
                            ") has exceeded the limit of " + std::to_string(kTransforms) +
                            " transforms."));
}

}  // namespace

std::string NewTransformId(Random& random) { return "tfm-" + random.Hex(40); }

Result<void> CheckMlTransform(Verb verb, const Json& input, RequestContext& context) {
  if (verb == kUpdate) TRY(FindLiveTransform(input, context));
  if (verb != kCreate) return {};
  const std::string name = StringOr(input, "Name");
  TRY(CheckName(name));
  // [published]. What an identical repeat answers is contradictory there; a name is taken once.
  if (IsNameTaken(name, "", context)) {
    return Fail(AlreadyExists("Transform with name " + name + " already exists."));
  }
  return CheckQuota(context);
}

Result<void> PrepareMlTransform(const Json& input, Resource& transform, RequestContext& context) {
  TRY(CheckCapacity(input));
  Json schema = TRY(FetchSchema(input.at("InputRecordTables"), context));
  TRY(CheckParameters(input.at("Parameters"), schema));
  transform.document = NewDocument(input, std::move(schema));
  return {};
}

// Whether new parameters make a READY transform NOT_READY is not public; its labels stay, so it
// stays READY.
Result<void> ChangeMlTransform(const Json& input, Resource& transform, RequestContext& context) {
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
  SetCapacity(transform.document, input);
  return {};
}

// Its labels and task runs go with the transform, running ones are stopped; files in S3 stay. What
// the real service does with them is not public, but that nothing can be asked of them without a
// transform is. A repeated delete answers like the first until the transform is gone.
Result<void> ReleaseMlTransform(const Resource& transform, RequestContext& context) {
  const ResourceScope scope = context.Scope(kMlTaskRun.name);
  for (const std::string_view state : kLiveTaskRuns) {
    const auto live = static_cast<std::size_t>(context.resources.Count(scope, state));
    for (const ResourcePtr& run :
         context.resources.List({.scope = scope, .in_state = state, .limit = live}).resources) {
      if (run->parent == transform.name) context.jobs.Forget(*run);
    }
  }
  context.resources.RemoveChildren(scope, transform.name);
  context.records.Clear(LabelStream(transform.arn));
  return {};
}

bool MatchesMlTransform(const Json& input, const Resource& transform) {
  const Tags tags = TagsFromMap(ObjectOr(input, "Tags"));
  const bool tagged = std::all_of(tags.begin(), tags.end(), [&](const auto& tag) {
    const auto found = transform.tags.find(tag.first);
    return found != transform.tags.end() && found->second == tag.second;
  });
  const Json filter = ObjectOr(input, "Filter");
  return tagged && (!filter.contains("Schema") ||
                    MatchesSchema(filter.at("Schema"), transform.document.at("Schema")));
}

}  // namespace portside::glue
