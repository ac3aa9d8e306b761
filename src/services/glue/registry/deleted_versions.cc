// SPDX-License-Identifier: Apache-2.0

#include <charconv>

#include "services/glue/registry/handlers.h"
#include "services/glue/registry/limits.h"
#include "services/glue/registry/refusals.h"
#include "services/glue/registry/registry.h"

namespace portside::glue {
namespace {

// The numbers of "5" or "5-8".
Result<std::pair<std::int64_t, std::int64_t>> ReadRange(const std::string& text) {
  const auto read = [](std::string_view digits, std::int64_t& number) {
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number);
    return error == std::errc() && stop == end;
  };
  const auto dash = text.find('-');
  std::pair<std::int64_t, std::int64_t> range;
  const bool is_read = read(std::string_view(text).substr(0, dash), range.first);
  if (dash == std::string::npos) range.second = range.first;
  if (!is_read ||
      (dash != std::string::npos && !read(std::string_view(text).substr(dash + 1), range.second))) {
    return Fail(InvalidInput("Versions must be a number or a range of numbers, like 5-8."));
  }
  if (range.second < range.first || range.second - range.first >= limits::kDeletedVersions) {
    return Fail(
        InvalidInput("Versions must be a range that ends behind its start and has at most " +
                     std::to_string(limits::kDeletedVersions) + " numbers."));
  }
  return range;
}

void DeleteVersion(const Resource& version, RequestContext& context) {
  Resource leaving = version;
  // The definition may be registered anew at once.
  leaving.attribute.clear();
  context.jobs.Command(kSchemaVersion, JobVerb::kDelete, std::move(leaving));
}

// The highest ones that are still there.
void NoteDeletion(const Resource& schema, RequestContext& context) {
  ResourceQuery query{.scope = context.Scope(kSchemaVersion.name), .parent = schema.arn};
  query.descending = true;
  query.matches = [](const Resource& version) { return version.state != kLeaving; };
  Resource changed = schema;
  const ResourcePtr newest = context.resources.First(query);
  if (newest != nullptr)
    changed.document["LatestSchemaVersion"] = NumberOf(*newest, "VersionNumber");
  query.in_state = kAvailable;
  const ResourcePtr latest = context.resources.First(query);
  changed.document["LatestAvailable"] = latest == nullptr ? 0 : NumberOf(*latest, "VersionNumber");
  context.resources.Update(std::move(changed));
}

}  // namespace

void RemoveVersions(const std::string& schema_arn, RequestContext& context) {
  const ResourceQuery query{.scope = context.Scope(kSchemaVersion.name), .parent = schema_arn};
  for (ResourcePage page = context.resources.List(query); !page.resources.empty();
       page = context.resources.List(query)) {
    for (const ResourcePtr& version : page.resources) {
      RemoveDefinition(context.records, version->arn);
      context.jobs.Forget(*version);
      context.resources.Remove(version->arn);
    }
  }
}

Result<Json> DeleteSchemaVersions(const Json& input, RequestContext& context) {
  const ResourcePtr schema = TRY(FindSchema(input, context, true));
  const auto [first, last] = TRY(ReadRange(StringOr(input, "Versions")));
  const std::int64_t checkpoint = NumberOf(*schema, "SchemaCheckpoint");
  if (first <= checkpoint && checkpoint <= last) {
    return Fail(InvalidInput("Cannot delete checkpoint version."));  // [recorded]
  }
  Json errors = Json::array();
  for (std::int64_t number = first; number <= last; ++number) {
    const ResourcePtr version = FindVersionNumber(*schema, number, context);
    if (version != nullptr && version->state != kLeaving) {
      DeleteVersion(*version, context);
      continue;
    }
    // [recorded]
    errors.push_back({{"VersionNumber", number},
                      {"ErrorDetails",
                       {{"ErrorCode", "ResourceNotFoundException"},
                        {"ErrorMessage", "Version number not found"}}}});
  }
  NoteDeletion(*schema, context);
  return Json{{"SchemaVersionErrors", std::move(errors)}};
}

}  // namespace portside::glue
