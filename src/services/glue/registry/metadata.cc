// SPDX-License-Identifier: Apache-2.0
//
// Metadata of versions: pairs, of which those of one key are a history. A version's document has
// them under Metadata: for each key its values with their times, the newest first.

#include <algorithm>

#include "portside/services/core/pagination.h"
#include "services/glue/lists.h"
#include "services/glue/registry/handlers.h"
#include "services/glue/registry/limits.h"
#include "services/glue/registry/refusals.h"
#include "services/glue/registry/registry.h"

namespace portside::glue {
namespace {

constexpr const char* kMetadata = "Metadata";
constexpr std::size_t kPage = 50;

struct Pair {
  std::string key, value;
};

Pair ReadPair(const Json& given) {
  return {StringOr(given, "MetadataKey"), StringOr(given, "MetadataValue")};
}

Json MetadataOf(const Resource& version) {
  return version.document.value(kMetadata, Json::object());
}

Json::iterator FindValue(Json& values, const std::string& value) {
  return std::find_if(values.begin(), values.end(),
                      [&](const Json& entry) { return entry.at("MetadataValue") == value; });
}

// What was put or removed, and the version in the way that the request named it.
Json Answer(const Json& input, const Resource& version, const Pair& pair) {
  const Json id = ObjectOr(input, "SchemaId");
  const Json number = ObjectOr(input, "SchemaVersionNumber");
  Json answer = {{"LatestVersion", number.value("LatestVersion", false)},
                 {"VersionNumber", number.value("VersionNumber", 0)},
                 {"SchemaVersionId", version.name},
                 {"MetadataKey", pair.key},
                 {"MetadataValue", pair.value}};
  for (const char* member : {"SchemaArn", "SchemaName", "RegistryName"}) {
    SetIfPresent(answer, member, id.value(member, Json()));
  }
  return answer;
}

// A filter without key or value asks for less; none at all lets all through.
bool IsWanted(const Json& filters, const std::string& key, const Json& values) {
  if (filters.empty()) return true;
  return std::any_of(filters.begin(), filters.end(), [&](const Json& filter) {
    const Pair pair = ReadPair(filter);
    if (!pair.key.empty() && pair.key != key) return false;
    return pair.value.empty() || std::any_of(values.begin(), values.end(), [&](const Json& entry) {
             return entry.at("MetadataValue") == pair.value;
           });
  });
}

Json ShowValues(const Json& values) {
  Json shown = values.front();
  Json others = Json::array();
  for (std::size_t at = 1; at < values.size(); ++at) others.push_back(values[at]);
  if (!others.empty()) shown["OtherMetadataValueList"] = std::move(others);
  return shown;
}

}  // namespace

Result<Json> PutSchemaVersionMetadata(const Json& input, RequestContext& context) {
  Resource version = *TRY(FindVersion(input, context));
  const Pair pair = ReadPair(input.at("MetadataKeyValue"));
  Json metadata = MetadataOf(version);
  std::size_t count = 0;
  for (const Json& values : metadata) count += values.size();
  if (!metadata.contains(pair.key)) metadata[pair.key] = Json::array();
  Json& values = metadata[pair.key];
  if (FindValue(values, pair.value) != values.end()) {
    return Fail(AlreadyExists("Resource already exist for schema version id: " + version.name +
                              ", metadata key: " + pair.key +
                              ", metadata value: " + pair.value));  // [recorded]
  }
  if (count >= limits::kVersionMetadata) {
    // [emulated]
    return Fail(
        LimitExceeded("Your resource limits for Schema Version Metadata have been exceeded."));
  }
  values.insert(values.begin(),
                Json{{"MetadataValue", pair.value}, {"CreatedTime", ShowTime(context.now)}});
  version.document[kMetadata] = std::move(metadata);
  return Answer(input, *context.resources.Update(std::move(version)), pair);
}

// Where the newest value goes, the one before it comes back.
Result<Json> RemoveSchemaVersionMetadata(const Json& input, RequestContext& context) {
  Resource version = *TRY(FindVersion(input, context));
  const Pair pair = ReadPair(input.at("MetadataKeyValue"));
  Json metadata = MetadataOf(version);
  const auto values = metadata.find(pair.key);
  const bool is_known = values != metadata.end() && FindValue(*values, pair.value) != values->end();
  if (!is_known) {
    // [recorded], with the blank at its end.
    return Fail(EntityNotFound(
        "Metadata is not found for the schema version. SchemaVersionId: " + version.name + " "));
  }
  values->erase(FindValue(*values, pair.value));
  if (values->empty()) metadata.erase(values);
  version.document[kMetadata] = std::move(metadata);
  return Answer(input, *context.resources.Update(std::move(version)), pair);
}

Result<Json> QuerySchemaVersionMetadata(const Json& input, RequestContext& context) {
  const ResourcePtr version = TRY(FindVersion(input, context));
  const Json metadata = MetadataOf(*version);
  const Json filters = input.value("MetadataList", Json::array());
  std::vector<std::string> keys;
  for (const auto& [key, values] : metadata.items()) {
    if (IsWanted(filters, key, values)) keys.push_back(key);
  }
  Json question = input;
  question.erase("NextToken");
  question.erase("MaxResults");
  const std::string token = StringOr(input, "NextToken");
  const auto page = TakePageOf(keys.size(), input.value("MaxResults", kPage),
                               {.token = token, .fingerprint = DumpJson(question)});
  if (!page) {
    return Fail(
        InvalidInput("NextToken is not a token of this list: send the NextToken of the page "
                     "before with the same members, or none."));
  }
  Json shown = Json::object();
  for (std::size_t at = page->first; at < page->end; ++at) {
    shown[keys[at]] = ShowValues(metadata.at(keys[at]));
  }
  Json output = {{"SchemaVersionId", version->name}, {"MetadataInfoMap", std::move(shown)}};
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

}  // namespace portside::glue
