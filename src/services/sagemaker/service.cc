// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents: what no declaration makes (families.cc), and the kinds of jobs
// that are no family's.

#include "portside/services/sagemaker/service.h"

#include <vector>

#include "services/sagemaker/edge/deployment_stage.h"
#include "services/sagemaker/edge/rollout.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/labeling/rules.h"
#include "services/sagemaker/style.h"

namespace portside {
namespace sagemaker {
namespace {

constexpr HandlerEntry kEdgeControl[] = {
    {"CreateEdgeDeploymentStage", CreateEdgeDeploymentStage},
    {"DeleteEdgeDeploymentStage", DeleteEdgeDeploymentStage},
    {"DeregisterDevices", DeregisterDevices},
    {"GetDeviceFleetReport", GetDeviceFleetReport},
    {"ListDevices", ListDevices},
    {"ListLabelingJobsForWorkteam", ListLabelingJobsForWorkteam},
    {"ListStageDevices", ListStageDevices},
    {"RegisterDevices", RegisterDevices},
    {"StartEdgeDeploymentStage", StartEdgeDeploymentStage},
    {"StopEdgeDeploymentStage", StopEdgeDeploymentStage},
    {"UpdateDevices", UpdateDevices},
};

constexpr HandlerEntry kEdgeHandlers[] = {
    {"GetDeployments", GetDeployments},
    {"GetDeviceRegistration", GetDeviceRegistration},
    {"SendHeartbeat", SendHeartbeat},
};

// Its resources are those of the control plane.
constexpr ServiceDefinition kSageMakerEdge{
    .model = "sagemaker_edge", .handlers = kEdgeHandlers, .job_kinds = {}};

// What no declaration makes.
std::span<const HandlerEntry> Handlers() {
  static const std::vector<HandlerEntry> kAll = [] {
    std::vector<HandlerEntry> all(std::begin(kEdgeControl), std::end(kEdgeControl));
    for (const auto folder : {HostingHandlers(), TuningHandlers(), AutoMLHandlers()}) {
      all.insert(all.end(), folder.begin(), folder.end());
    }
    return all;
  }();
  return kAll;
}

}  // namespace
}  // namespace sagemaker

const ServiceDefinition& SageMakerService() {
  static const JobKind* const kKinds[] = {&sagemaker::kDeploymentStage, &sagemaker::kRollout};
  static const ServiceDefinition kService{.model = "sagemaker",
                                          .handlers = sagemaker::Handlers(),
                                          .job_kinds = kKinds,
                                          .families = sagemaker::Families()};
  return kService;
}
const ServiceDefinition& SageMakerEdgeService() { return sagemaker::kSageMakerEdge; }

}  // namespace portside
