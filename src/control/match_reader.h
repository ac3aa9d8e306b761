// SPDX-License-Identifier: Apache-2.0
//
// Reads which resources a rule is about: {"kind": …, "name": …, "arn": …, "account": …, "region":
// …}.

#pragma once

#include "portside/control/endpoint.h"
#include "portside/control/member_reader.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// Null: everything. A kind without `*` or `?` must be one that there is. `path` as in MemberReader.
ControlResult<ResourceMatch> ReadMatch(const Json* match, const std::string& path,
                                       const Scheduler& scheduler);
// The same of the member `match` of a body.
ControlResult<ResourceMatch> ReadMatchOf(MemberReader& reader, const Scheduler& scheduler);
// Refuses more rules than limits::kRules: there are `present`, and `more` are to come.
ControlResult<void> CheckRoom(std::size_t present, std::size_t more = 1);
// Without what is empty.
Json MatchToJson(const ResourceMatch& match);
// The names of all kinds with states, for errors.
std::string KindNames(const Scheduler& scheduler);

}  // namespace portside
