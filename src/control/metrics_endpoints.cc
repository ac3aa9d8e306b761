// SPDX-License-Identifier: Apache-2.0

#include "portside/control/metrics_endpoints.h"

#include <unistd.h>

#include <fstream>

#include "control/exposition.h"

namespace portside {
namespace {

constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

double Number(auto value) { return static_cast<double>(value); }

void WriteRequests(Exposition& text, const CallMetrics& calls) {
  text.Begin("portside_requests_total", "counter",
             "Requests that have ended; the status 499 is a client that went away.");
  for (const auto& [operation, figures] : calls.operations()) {
    for (const auto& [status, count] : figures.statuses) {
      text.Sample(Number(count), {{"service", operation.service},
                                  {"operation", operation.name},
                                  {"status", std::to_string(status)}});
    }
  }
}

void WriteLatencies(Exposition& text, const CallMetrics& calls) {
  text.Begin("portside_request_duration_seconds", "histogram",
             "Time from the head of a request to its answer.");
  for (const auto& [operation, figures] : calls.operations()) {
    const CallMetrics::Latency& latency = figures.latency;
    Exposition::Labels labels = {{"service", operation.service}, {"operation", operation.name}};
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < latency.buckets.size(); ++i) {
      so_far += latency.buckets[i];
      const std::string bound = i < kLatencyBuckets.size()
                                    ? Exposition::NumberText(kLatencyBuckets[i])
                                    : std::string("+Inf");
      labels.emplace_back("le", bound);
      text.Sample(Number(so_far), labels, "_bucket");
      labels.pop_back();
    }
    text.Sample(std::chrono::duration<double>(latency.sum).count(), labels, "_sum");
    text.Sample(Number(latency.count), labels, "_count");
  }
}

void WriteJobs(Exposition& text, const MetricSources& from) {
  const std::vector<ResourceRepository::StateCount> counts = from.resources.CountStates();
  std::int64_t all = 0;
  text.Begin("portside_jobs", "gauge", "Resources with states, by their kind and present state.");
  for (const auto& [kind, state, count] : counts) {
    all += count;
    if (from.scheduler.FindKind(kind) == nullptr) continue;
    text.Sample(Number(count), {{"kind", kind}, {"state", state}});
  }
  text.Single("portside_resources", "gauge", "Everything that the APIs have created.", Number(all));
  text.Single("portside_job_queue_depth", "gauge",
              "Transitions whose time has come, counted up to 10,000.",
              Number(from.scheduler.Due()));
  text.Single("portside_job_transitions_waiting", "gauge",
              "Transitions that wait for their time, and those whose time has come.",
              Number(from.scheduler.Waiting()));
  text.Single("portside_work_in_flight", "gauge", "Work of jobs that runs or waits for a worker.",
              Number(from.scheduler.InFlight()));
  text.Single("portside_workers_busy", "gauge", "Workers that run the work of a job.",
              Number(from.workers.Busy()));
  text.Single("portside_job_events_total", "counter", "States that resources have entered.",
              Number(from.events.newest()));
  text.Single("portside_event_streams", "gauge", "Listeners to the states of jobs.",
              Number(from.events.listeners()));
}

// Resident pages, of /proc; 0 where there is none.
double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t pages = 0, resident = 0;
  file >> pages >> resident;
  return file ? Number(resident) * Number(::sysconf(_SC_PAGESIZE)) : 0;
}

std::string Write(const MetricSources& from) {
  Exposition text;
  WriteRequests(text, from.calls);
  WriteLatencies(text, from.calls);
  WriteJobs(text, from);
  text.Single("portside_database_bytes", "gauge", "Size of the database's pages.",
              Number(from.database.Bytes()));
  // Objects are files that others may write too: counting them would read every folder.
  text.Single("portside_buckets", "gauge", "Buckets of all accounts.",
              Number(from.objects.ListBuckets().size()));
  for (const Figure& figure : from.figures) {
    text.Single(figure.name, figure.type, figure.help, figure.value());
  }
  text.Single("process_start_time_seconds", "gauge", "When the process began, since 1970.",
              ToEpochSeconds(from.started));
  text.Single("process_resident_memory_bytes", "gauge", "Memory that the process has in use.",
              ResidentBytes());
  text.Begin("portside_build_info", "gauge", "The version of the program; always 1.");
  text.Sample(1, {{"version", from.version}});
  return text.Take();
}

}  // namespace

std::vector<Endpoint> MetricsEndpoints(const MetricSources& sources) {
  return {MakeEndpoint("GET", "/metrics", "GetMetrics",
                       [sources](const ControlCall&) -> ControlResult<ControlAnswer> {
                         return ControlAnswer{.content = Write(sources),
                                              .content_type = kContentType};
                       })};
}

}  // namespace portside
