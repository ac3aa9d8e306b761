// SPDX-License-Identifier: Apache-2.0
//
// RequestContext: who asks, when, and with what tools. Lives for one request on the core thread;
// the only ambient thing a handler sees. Whatever a handler writes is one unit of work: committed
// when it answers, rolled back when it returns an error.

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/arn.h"
#include "portside/base/timestamp.h"
#include "portside/jobs/scheduler.h"
#include "portside/objects/object_access.h"
#include "portside/services/core/call_chance.h"
#include "portside/store/record_log.h"
#include "portside/store/resource_repository.h"

namespace portside {

class Runners;

struct RequestContext {
  std::string request_id;
  std::string account;  // 12 digits
  std::string region;
  Timestamp now;  // of the user's clock, fixed for the whole request

  ResourceRepository& resources;
  RecordLog& records;
  Scheduler& jobs;
  ObjectAccess objects;              // as `account`
  CallChance& random;                // random() gives what ids are drawn from
  const Runners* runners = nullptr;  // a person's commands and addresses; null: there are none

  // An ARN of this account and region.
  [[nodiscard]] std::string Arn(std::string_view service, std::string_view resource) const {
    return MakeArn(service, region, account, resource);
  }
  [[nodiscard]] ResourceScope Scope(std::string_view kind) const { return {kind, account, region}; }
  // A resource of this kind, account and region with all times set to now; the handler adds the
  // rest and inserts or submits it.
  [[nodiscard]] Resource NewResource(std::string_view kind, std::string arn,
                                     std::string name) const;
  // Finds by ARN, null also where it is of another kind, account or region.
  [[nodiscard]] ResourcePtr FindOwn(std::string_view kind, std::string_view arn) const;
};

}  // namespace portside
