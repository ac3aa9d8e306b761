// SPDX-License-Identifier: Apache-2.0
//
// Device fleets: what is looked at when one is made or changed, and the report over its devices.

#include "portside/objects/s3_uri.h"
#include "services/sagemaker/edge/devices.h"
#include "services/sagemaker/edge/edge_errors.h"
#include "services/sagemaker/edge/fleet_report.h"
#include "services/sagemaker/edge/preset_deployment.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {

// The real service also looks at the role, which is nobody's here.
Result<void> CheckDeviceFleet(Verb verb, const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "DeviceFleetName");
  if (verb == kDelete && FindFleet(name, context) == nullptr) return Fail(NoFleetToDelete(name));
  const auto output = input.find("OutputConfig");
  if (output == input.end()) return {};
  const std::string uri = StringOr(*output, "S3OutputLocation");
  if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location("OutputConfig.S3OutputLocation", uri));
  TRY(PlanComponent(*output, name, context));
  return {};
}

// Documented: its name; recorded: its ARN.
Json IotRoleAliasOf(const Resource& fleet, const RequestContext& context) {
  if (!fleet.document.value("EnableIotRoleAlias", false)) return nullptr;
  return context.Arn("iot", "rolealias/SageMakerEdge-" + fleet.name);
}

Result<Json> GetDeviceFleetReport(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "DeviceFleetName");
  const ResourcePtr fleet = FindFleet(name, context);
  if (fleet == nullptr) return Fail(NoSuchFleet(name));
  Json report = FleetReport(*fleet).Shown();
  report["DeviceFleetArn"] = fleet->arn;
  report["DeviceFleetName"] = fleet->name;
  report["OutputConfig"] = fleet->document.at("OutputConfig");
  SetIfPresent(report, "Description", fleet->document.value("Description", Json()));
  report["ReportGenerated"] = ToEpochSeconds(context.now);
  report["DeviceStats"]["RegisteredDeviceCount"] =
      context.resources.Count(context.Scope(kDeviceKind), "", fleet->arn);
  return report;
}

}  // namespace portside::sagemaker
