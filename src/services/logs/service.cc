// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents.

#include "portside/services/logs/service.h"

#include "services/logs/handlers.h"

namespace portside {
namespace {

constexpr HandlerEntry kHandlers[] = {
    {"DescribeLogGroups", logs::DescribeLogGroups},
    {"DescribeLogStreams", logs::DescribeLogStreams},
    {.operation = "GetLogEvents", .computes = logs::GetLogEvents},
    {.operation = "FilterLogEvents", .computes = logs::FilterLogEvents},
};

}  // namespace

const ServiceDefinition& LogsService() {
  static const ServiceDefinition kService{.model = "logs", .handlers = kHandlers, .job_kinds = {}};
  return kService;
}

}  // namespace portside
