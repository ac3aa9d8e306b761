// SPDX-License-Identifier: Apache-2.0
//
// /metrics: what a Prometheus server scrapes.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "portside/control/call_metrics.h"
#include "portside/control/endpoint.h"
#include "portside/jobs/job_events.h"
#include "portside/jobs/scheduler.h"

namespace portside {

// A number that a part outside of the control plane has.
struct Figure {
  std::string name;  // "portside_connections_open"
  std::string type;  // counter or gauge
  std::string help;
  std::function<double()> value;
};

// The references outlive the endpoints.
struct MetricSources {
  const CallMetrics& calls;
  const Scheduler& scheduler;
  const WorkerPool& workers;
  const JobEvents& events;
  ResourceRepository& resources;
  Database& database;
  const ObjectStore& objects;
  const std::vector<Figure>& figures;
  std::string version;
  Timestamp started;  // by the machine's clock
};

std::vector<Endpoint> MetricsEndpoints(const MetricSources& sources);

}  // namespace portside
