// SPDX-License-Identifier: Apache-2.0

#include "control/job_filter.h"

#include <set>

#include "control/match_reader.h"
#include "portside/base/glob.h"

namespace portside {
namespace {

bool FitsGlob(std::string_view glob, std::string_view text) {
  return glob.empty() || MatchesGlob(glob, text);
}

}  // namespace

bool JobFilter::Matches(std::string_view kind, std::string_view name, std::string_view arn,
                        std::string_view account, std::string_view region) const {
  return MatchesScope(kind, account, region) && FitsGlob(match.name, name) &&
         FitsGlob(match.arn, arn);
}

bool JobFilter::MatchesScope(std::string_view kind, std::string_view account,
                             std::string_view region) const {
  return (service.empty() || ServiceOfKind(kind) == service) && FitsGlob(match.kind, kind) &&
         (match.account.empty() || match.account == account) &&
         (match.region.empty() || match.region == region);
}

ControlResult<JobFilter> ReadJobFilter(QueryReader& reader, const Scheduler& scheduler) {
  std::set<std::string> services;
  for (const JobKind* kind : scheduler.Kinds()) services.insert(ServiceOfKind(kind->name));
  JobFilter filter;
  filter.service = TRY(reader.Choice("service", {services.begin(), services.end()}));
  Json match = Json::object();
  for (const char* name : {"kind", "name", "arn", "account", "region"}) {
    if (const std::string text = reader.Text(name); !text.empty()) match[name] = text;
  }
  filter.match = TRY(ReadMatch(&match, "", scheduler));
  return filter;
}

std::string ServiceOfKind(std::string_view kind) {
  return std::string(kind.substr(0, kind.find("::")));
}

}  // namespace portside
