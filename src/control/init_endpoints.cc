// SPDX-License-Identifier: Apache-2.0

#include "portside/control/init_endpoints.h"

#include "portside/base/encoding.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

Json Files(const InitReport& report) {
  Json files = report.files();
  return files.is_object() ? files : Json{{"files", Json::array()}};
}

// LocalStack's stages; init files run in what it calls READY.
Json Stages(const InitReport& report) {
  return {{"BOOT", true}, {"START", true}, {"READY", report.ready()}, {"SHUTDOWN", false}};
}

// LocalStack shows names without folders.
Json Scripts(const InitReport& report) {
  Json scripts = Json::array();
  const Json files = Files(report);
  for (const Json& file : files.at("files")) {
    const std::string path = StringOr(file, "file");
    const bool is_running = StringOr(file, "state") == "running";
    scripts.push_back({{"stage", "READY"},
                       {"name", path.substr(path.rfind('/') + 1)},
                       {"state", is_running ? "RUNNING" : "SUCCESSFUL"}});
  }
  return scripts;
}

Answer OneStage(const InitReport& report, const ControlCall& call) {
  const std::string& label = call.labels.at("stage");
  const std::string stage = ToUpper(label);
  const Json stages = Stages(report);
  if (!stages.contains(stage)) {
    return Fail(ControlError{
        404, "There is no stage '" + label + "'; there are boot, start, ready and shutdown.",
        "stage"});
  }
  return ControlAnswer{.body = {{"completed", stages.at(stage)},
                                {"scripts", stage == "READY" ? Scripts(report) : Json::array()}}};
}

}  // namespace

std::vector<Endpoint> InitEndpoints(const InitReport& report) {
  return {
      MakeEndpoint(
          "GET", "/_portside/init", "GetInit",
          [report](const ControlCall&) -> Answer { return ControlAnswer{.body = Files(report)}; }),
      MakeEndpoint("GET", "/_localstack/init", "GetInit",
                   [report](const ControlCall&) -> Answer {
                     return ControlAnswer{
                         .body = {{"completed", Stages(report)}, {"scripts", Scripts(report)}}};
                   }),
      MakeEndpoint("GET", "/_localstack/init/{stage}", "GetInitStage",
                   [report](const ControlCall& call) { return OneStage(report, call); }),
  };
}

}  // namespace portside
