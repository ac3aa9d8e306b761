// SPDX-License-Identifier: Apache-2.0
//
// DescribeLogGroups.

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/logs/errors.h"
#include "services/logs/handlers.h"
#include "services/logs/log_resources.h"

namespace portside::logs {
namespace {

Json Describe(const Resource& group) {
  return {
      {"logGroupName", group.name}, {"creationTime", ToMilliseconds(group.created_at)},
      {"metricFilterCount", 0},     {"arn", group.arn + ":*"},
      {"logGroupArn", group.arn},   {"storedBytes", group.document.value(kBytes, std::int64_t{0})},
      {"logGroupClass", "STANDARD"}};
}

// Other accounts' groups are not linked to this one, and all groups are of the standard class.
bool AsksForNothing(const Json& input, const RequestContext& context) {
  if (StringOr(input, "logGroupClass", "STANDARD") != "STANDARD") return true;
  const auto accounts = input.find("accountIdentifiers");
  return accounts != input.end() && !accounts->empty() &&
         std::find(accounts->begin(), accounts->end(), context.account) == accounts->end();
}

Result<void> CheckChoice(const Json& input) {
  std::string given;
  for (const char* member : {"logGroupNamePrefix", "logGroupNamePattern", "logGroupIdentifiers"}) {
    if (!input.contains(member)) continue;
    if (!given.empty()) {
      return Fail(
          InvalidParameter(given + " and " + member + " are both given; they exclude each other."));
    }
    given = member;
  }
  return {};
}

}  // namespace

Result<Json> DescribeLogGroups(const Json& input, RequestContext& context) {
  TRY(CheckChoice(input));
  Json shown = Json::array();
  if (AsksForNothing(input, context)) return Json{{"logGroups", std::move(shown)}};
  if (const auto named = input.find("logGroupIdentifiers"); named != input.end()) {
    for (const Json& identifier : *named) {
      const auto name = GroupNameIn(identifier.get<std::string>(), context);
      if (!name) continue;
      const ResourcePtr group =
          context.FindOwn(kGroupKind, GroupArn(context.region, context.account, *name));
      if (group != nullptr) shown.push_back(Describe(*group));
    }
    return Json{{"logGroups", std::move(shown)}};
  }
  ResourceQuery query{.scope = context.Scope(kGroupKind), .order = ResourceOrder::kName};
  // Documented: any part of the name, whatever its case.
  const std::string pattern = ToLower(StringOr(input, "logGroupNamePattern"));
  if (!pattern.empty()) {
    query.matches = [&pattern](const Resource& group) {
      return ToLower(group.name).find(pattern) != std::string::npos;
    };
  }
  const NamePage page =
      TRY(TakeNames(input, std::move(query), StringOr(input, "logGroupNamePrefix"), context));
  for (const ResourcePtr& group : page.resources) shown.push_back(Describe(*group));
  Json output = {{"logGroups", std::move(shown)}};
  if (!page.next_token.empty()) output["nextToken"] = page.next_token;
  return output;
}

}  // namespace portside::logs
