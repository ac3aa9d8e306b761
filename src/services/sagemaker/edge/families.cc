// SPDX-License-Identifier: Apache-2.0
//
// The nouns of models on devices that are kept and shown.

#include "services/sagemaker/edge/devices.h"
#include "services/sagemaker/edge/edge_packaging_job.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

constexpr Computed kPackagingFacts[] = {{"PresetDeploymentOutput", PresetDeploymentOutputOf}};
constexpr Filter kPackagingFilters[] = {{"ModelNameContains", FilterKind::kContains, "/ModelName"}};
// The default column and order are not published: those of the compilation jobs.
constexpr Sort kPackagingSorts[] = {
    {"CREATION_TIME", ResourceOrder::kCreated}, {"NAME", ResourceOrder::kName},
    {"MODEL_NAME", ResourceOrder::kAttribute},  {"LAST_MODIFIED_TIME", ResourceOrder::kUpdated},
    {"STATUS", ResourceOrder::kState},
};

constexpr Sort kFleetSorts[] = {
    {"CREATION_TIME", ResourceOrder::kCreated},
    {"NAME", ResourceOrder::kName},
    {"LAST_MODIFIED_TIME", ResourceOrder::kUpdated},
};
constexpr Computed kFleetFacts[] = {{"IotRoleAlias", IotRoleAliasOf}};
constexpr Dependent kFleetDependents[] = {{kDeviceKind}};

constexpr Computed kDeviceFacts[] = {{"RegistrationTime", RegistrationTimeOf}};
constexpr std::string_view kDeviceLooks[] = {"NextToken"};
constexpr std::string_view kDeviceResults[] = {"DeviceFleetName"};

// The operation's text names the columns otherwise; these are the model's.
constexpr Sort kPlanSorts[] = {
    {"CREATION_TIME", ResourceOrder::kCreated},
    {"NAME", ResourceOrder::kName},
    {"DEVICE_FLEET_NAME", ResourceOrder::kAttribute},
    {"LAST_MODIFIED_TIME", ResourceOrder::kUpdated},
};
constexpr Filter kPlanFilters[] = {
    {"DeviceFleetNameContains", FilterKind::kContains, "/DeviceFleetName"}};
constexpr std::string_view kPlanLooks[] = {"Stages", "NextToken", "MaxResults"};
constexpr std::string_view kPlanResults[] = {"Stages", "EdgeDeploymentSuccess",
                                             "EdgeDeploymentPending", "EdgeDeploymentFailed"};

}  // namespace

// There is no delete: names are used up.
constexpr Family kEdgePackagingJobs{
    .kind = "sagemaker::edge_packaging_job",
    .noun = "EdgePackagingJob",
    .label = "edge packaging job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop,
    .states = &kEdgePackagingJob,
    .arn = "edge-packaging-job/{EdgePackagingJobName}",
    .name_member = "EdgePackagingJobName",
    .arn_member = "EdgePackagingJobArn",
    .state_member = "EdgePackagingJobStatus",
    .attribute = "/ModelName",
    // No public texts. ResourceNotFound is the only error that Describe models; for a name that is
    // taken the model has none.
    .texts = {.not_found = {"ResourceNotFound", "Could not find edge packaging job '{name}'."},
              .exists = {"ResourceInUse", "Edge packaging job {name} already exists"}},
    // The edge family's one documented default (ListEdgeDeploymentPlans).
    .default_limit = 50,
    .filters = kPackagingFilters,
    .sorts = kPackagingSorts,
    .computed = kPackagingFacts,
    .check = CheckEdgePackagingJob,
    .prepare = PrepareEdgePackagingJob,
};

constexpr Family kDeviceFleets{
    .kind = kDeviceFleetKind,
    .noun = "DeviceFleet",
    .label = "device fleet",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kUpdate | kDelete,
    .arn = "device-fleet/{DeviceFleetName}",
    .name_member = "DeviceFleetName",
    .arn_member = "DeviceFleetArn",
    // Known: "No devicefleet with name". Create models ResourceInUse; no text is published.
    .texts = {.not_found = {"ValidationException", "No devicefleet with name {name} exists."},
              .exists = {"ResourceInUse", "Device fleet with name {name} already exists."}},
    .dependents = kFleetDependents,
    .default_limit = 50,
    .sorts = kFleetSorts,
    .computed = kFleetFacts,
    .check = CheckDeviceFleet,
};

// Registered and listed by operations of other names (devices.cc, device_lists.cc).
constexpr Family kDevices{
    .kind = kDeviceKind,
    .noun = "Device",
    .label = "device",
    .style = &kStyle,
    .verbs = kDescribe,
    .arn = "device-fleet/{DeviceFleetName}/device/{DeviceName}",
    .name_member = "DeviceName",
    .arn_member = "DeviceArn",
    // Known: "No device with name".
    .texts = {.not_found = {"ValidationException", "No device with name {name} exists."}},
    .computed = kDeviceFacts,
    .results = kDeviceResults,
    .looked_at = kDeviceLooks,
    .check = CheckDevice,
};

constexpr Family kEdgeDeploymentPlans{
    .kind = "sagemaker::edge_deployment_plan",
    .noun = "EdgeDeploymentPlan",
    .label = "edge deployment plan",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .arn = "edge-deployment/{EdgeDeploymentPlanName}",
    .name_member = "EdgeDeploymentPlanName",
    .arn_member = "EdgeDeploymentPlanArn",
    .attribute = "/DeviceFleetName",
    // No public text; ResourceNotFound is what Describe models.
    .texts = {.not_found = {"ResourceNotFound", "Could not find edge deployment plan '{name}'."}},
    // "50 by default".
    .default_limit = 50,
    .filters = kPlanFilters,
    .sorts = kPlanSorts,
    .results = kPlanResults,
    .looked_at = kPlanLooks,
    .check = CheckDeploymentPlan,
    .prepare = PrepareDeploymentPlan,
    .release = ReleaseDeploymentPlan,
    .present = PresentDeploymentPlan,
};

std::span<const Family* const> EdgeFamilies() {
  static constexpr const Family* kFamilies[] = {&kEdgePackagingJobs, &kDeviceFleets, &kDevices,
                                                &kEdgeDeploymentPlans};
  return kFamilies;
}

}  // namespace portside::sagemaker
