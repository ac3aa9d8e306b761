// SPDX-License-Identifier: Apache-2.0
//
// CloudWatch Logs as far as jobs write to it: its reading side. Groups and streams come into being
// with the lines of jobs (log_keeper.h), and with nothing else.

#pragma once

#include "portside/services/core/service.h"

namespace portside {

// The operations of model "logs". A constant.
const ServiceDefinition& LogsService();

}  // namespace portside
