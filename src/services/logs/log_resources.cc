// SPDX-License-Identifier: Apache-2.0

#include "services/logs/log_resources.h"

#include "portside/aws/arn.h"
#include "portside/services/core/pagination.h"
#include "services/logs/errors.h"
#include "services/logs/limits.h"

namespace portside::logs {
namespace {

constexpr std::string_view kGroupPart = "log-group:";

}  // namespace

std::string GroupArn(std::string_view region, std::string_view account, std::string_view group) {
  return MakeArn("logs", region, account, std::string(kGroupPart) + std::string(group));
}

std::string StreamArn(std::string_view group_arn, std::string_view stream) {
  return std::string(group_arn) + ":log-stream:" + std::string(stream);
}

std::string EventsOf(std::string_view stream_arn) { return std::string(stream_arn) + "#events"; }

std::int64_t ToMilliseconds(Timestamp time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::optional<std::int64_t> TimeIn(const Json& input, const char* member) {
  const auto time = input.find(member);
  if (time == input.end()) return std::nullopt;
  return time->get<std::int64_t>();
}

std::optional<std::string> GroupNameIn(std::string_view identifier, const RequestContext& context) {
  if (!identifier.starts_with("arn:")) return std::string(identifier);
  const std::string own = GroupArn(context.region, context.account, "");
  if (!identifier.starts_with(own)) return std::nullopt;
  return std::string(identifier.substr(own.size()));
}

Result<ResourcePtr> FindGroup(const Json& input, const RequestContext& context) {
  const bool has_name = input.contains("logGroupName");
  if (has_name == input.contains("logGroupIdentifier")) {
    return Fail(InvalidParameter(
        has_name ? "logGroupName and logGroupIdentifier are both given; give one of them."
                 : "Either logGroupName or logGroupIdentifier must be given."));
  }
  const std::string given = StringOr(input, has_name ? "logGroupName" : "logGroupIdentifier");
  const auto name = GroupNameIn(given, context);
  if (!name) return Fail(NoGroup());
  ResourcePtr group = context.FindOwn(kGroupKind, GroupArn(context.region, context.account, *name));
  if (group == nullptr) return Fail(NoGroup());
  return group;
}

Result<ResourcePtr> FindStream(const Resource& group, const std::string& name,
                               const RequestContext& context) {
  ResourcePtr stream = context.FindOwn(kStreamKind, StreamArn(group.arn, name));
  if (stream == nullptr) return Fail(NoStream());
  return stream;
}

Result<NamePage> TakeNames(const Json& input, ResourceQuery query, const std::string& prefix,
                           RequestContext& context) {
  Json list = input;
  list.erase("nextToken");
  list.erase("limit");
  const std::string fingerprint = std::string(query.scope.kind) + DumpJson(list);
  if (input.contains("nextToken")) {
    query.after = ReadPageToken(StringOr(input, "nextToken"), fingerprint);
    if (!query.after) return Fail(BadToken());
  } else if (!prefix.empty()) {
    query.after = ResourcePosition{.text = prefix};  // before whatever has that name
  }
  query.limit = input.value("limit", limits::kLogListed);
  ResourcePage page = context.resources.List(query);
  NamePage names;
  for (ResourcePtr& resource : page.resources) {
    // Behind those of the prefix there are no more of them.
    if (!resource->name.starts_with(prefix)) return names;
    names.resources.push_back(std::move(resource));
  }
  if (page.next) names.next_token = MakePageToken(fingerprint, *page.next);
  return names;
}

}  // namespace portside::logs
