// SPDX-License-Identifier: Apache-2.0
//
// JobFilter: which jobs are asked for, or events of them, by the parameters of a query.

#pragma once

#include <string>
#include <string_view>

#include "control/query_reader.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// What is empty is not asked for.
struct JobFilter {
  std::string service;  // a signing name that has jobs
  ResourceMatch match;

  [[nodiscard]] bool Matches(std::string_view kind, std::string_view name, std::string_view arn,
                             std::string_view account, std::string_view region) const;
  // As far as these say it.
  [[nodiscard]] bool MatchesScope(std::string_view kind, std::string_view account,
                                  std::string_view region) const;
};

// The parameters service, kind, name, arn, account and region. A kind matches one that there is.
ControlResult<JobFilter> ReadJobFilter(QueryReader& reader, const Scheduler& scheduler);

// "glue" of "glue::ml_task_run".
std::string ServiceOfKind(std::string_view kind);

}  // namespace portside
