// SPDX-License-Identifier: Apache-2.0
//
// What is answered about fleets, devices and deployments instead of a result. Of most texts only a
// fragment is known, by which a widely used client tells that a thing is gone; the rest of the
// sentence is chosen.

#pragma once

#include <cstddef>
#include <string>

#include "portside/aws/service_error.h"

namespace portside::sagemaker {

// Known: "No device fleet with name", with a space, where it is not the fleet that is described.
inline ServiceError NoSuchFleet(const std::string& fleet) {
  return ValidationException("No device fleet with name " + fleet + " exists.");
}
// Known: "DeviceFleet with name", when it is to be deleted.
inline ServiceError NoFleetToDelete(const std::string& fleet) {
  return ValidationException("DeviceFleet with name " + fleet + " does not exist.");
}
// Known: "No device with name".
inline ServiceError NoSuchDevice(const std::string& device, const std::string& fleet) {
  return ValidationException("No device with name " + device + " exists in device fleet " + fleet +
                             ".");
}
// Known: "Device with name", when it is to be deregistered.
inline ServiceError NoDeviceToDeregister(const std::string& device, const std::string& fleet) {
  return ValidationException("Device with name " + device + " does not exist in device fleet " +
                             fleet + ".");
}

// No public evidence of any text below.
inline ServiceError DeviceExists(const std::string& device, const std::string& fleet) {
  return ValidationException("Device with name " + device + " already exists in device fleet " +
                             fleet + ".");
}
inline ServiceError DeviceGivenTwice(const std::string& member, const std::string& device) {
  return ValidationException(member + " has the device " + device + " more than once.");
}
inline ServiceError TooManyDevices(const std::string& member, std::size_t count,
                                   std::size_t limit) {
  return {"ResourceLimitExceeded", 400,
          member + " has " + std::to_string(count) + " devices. A request can have at most " +
              std::to_string(limit) + "."};
}
// What is packaged first, and is not: CreateEdgeDeploymentPlan models neither.
inline ServiceError NoPackagingJobToDeploy(const std::string& job) {
  return ValidationException("Could not find edge packaging job '" + job + "'.");
}
inline ServiceError PackagingJobNotCompleted(const std::string& job, const std::string& status) {
  return ValidationException("Edge packaging job '" + job + "' is in status " + status +
                             ". Only an edge packaging job in status COMPLETED can be deployed.");
}
inline ServiceError NothingToDeploy() {
  return ValidationException(
      "ModelConfigs is empty. An edge deployment plan deploys at least one model.");
}
inline ServiceError HandleGivenTwice(const std::string& handle) {
  return ValidationException("ModelConfigs has the ModelHandle " + handle + " more than once.");
}
inline ServiceError InvalidSelection(const std::string& stage, const std::string& problem) {
  return ValidationException("DeviceSelectionConfig of the stage " + stage + ": " + problem);
}
inline ServiceError StageExists(const std::string& stage, const std::string& plan) {
  return ValidationException("Stage with name " + stage +
                             " already exists in edge deployment plan " + plan + ".");
}
inline ServiceError NoSuchStage(const std::string& stage, const std::string& plan) {
  return ValidationException("Could not find stage '" + stage + "' in edge deployment plan '" +
                             plan + "'.");
}
// The limit is documented.
inline ServiceError TooManyStages(const std::string& plan, std::size_t limit) {
  return {"ResourceLimitExceeded", 400,
          "Edge deployment plan " + plan + " would have more than " + std::to_string(limit) +
              " stages. A plan can have at most " + std::to_string(limit) + "."};
}
// As the text that is recorded for training jobs.
inline ServiceError StageInStatus(const std::string& status) {
  return ValidationException(
      "The request was rejected because the edge deployment stage is in status " + status + ".");
}
// Documented: only what is inactive can be deleted.
inline ServiceError StageIsActive(const std::string& what, const std::string& which,
                                  const std::string& status) {
  return {
      "ResourceInUse", 400,
      "Unable to delete " + what + ": " + which + " is in status " + status + ". Stop it first."};
}

}  // namespace portside::sagemaker
