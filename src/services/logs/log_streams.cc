// SPDX-License-Identifier: Apache-2.0
//
// DescribeLogStreams.

#include "services/logs/errors.h"
#include "services/logs/handlers.h"
#include "services/logs/log_resources.h"

namespace portside::logs {
namespace {

Json Describe(const Resource& stream) {
  return {{"logStreamName", stream.name},
          {"creationTime", ToMilliseconds(stream.created_at)},
          {"firstEventTimestamp", stream.document.at(kFirstEvent)},
          {"lastEventTimestamp", stream.document.at(kLastEvent)},
          {"lastIngestionTime", stream.document.at(kLastIngestion)},
          {"arn", stream.arn},
          // Documented: of streams always zero, since June 2019.
          {"storedBytes", 0}};
}

}  // namespace

Result<Json> DescribeLogStreams(const Json& input, RequestContext& context) {
  const ResourcePtr group = TRY(FindGroup(input, context));
  const std::string prefix = StringOr(input, "logStreamNamePrefix");
  const bool by_time = StringOr(input, "orderBy") == "LastEventTime";
  if (by_time && !prefix.empty()) {
    return Fail(InvalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix."));
  }
  const bool descending = input.value("descending", false);
  ResourceQuery query{.scope = context.Scope(kStreamKind),
                      .parent = group->name,
                      .order = by_time ? ResourceOrder::kUpdated : ResourceOrder::kName,
                      .descending = descending};
  std::string first = prefix;
  if (descending && !prefix.empty()) {
    // Backwards the walk would begin behind all names of the prefix, which is no name: what is not
    // of it is looked at and left out.
    query.matches = [&prefix](const Resource& stream) { return stream.name.starts_with(prefix); };
    first.clear();
  }
  const NamePage page = TRY(TakeNames(input, std::move(query), first, context));
  Json shown = Json::array();
  for (const ResourcePtr& stream : page.resources) shown.push_back(Describe(*stream));
  Json output = {{"logStreams", std::move(shown)}};
  if (!page.next_token.empty()) output["nextToken"] = page.next_token;
  return output;
}

}  // namespace portside::logs
