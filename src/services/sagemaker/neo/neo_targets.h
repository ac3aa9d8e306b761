// SPDX-License-Identifier: Apache-2.0
//
// What a compilation is for: a device by name or a platform by operating system, architecture and
// accelerator.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"

namespace portside::sagemaker {

// The target as Neo writes it into file names: "ml_c5", "jetson_nano", "LINUX_ARM64_NVIDIA".
std::string TargetName(const Json& output_config);

// "cpu", "gpu" or "inf" (AWS Inferentia and Trainium): TargetDeviceType of compiled.meta.
std::string_view TargetDeviceType(const Json& output_config);

// The key of the compiled model below the output location: the base name of the input's key
// without .tar.gz, then the target. Nothing of the job is in it: two jobs with the same input name,
// target and location overwrite each other's output, as in the real service.
std::string CompiledModelName(std::string_view input_key, std::string_view target);

// The container image that serves the compiled model. Cloud targets (ml_*) only, and only where
// AWS publishes one for the framework, its version and the region.
std::optional<std::string> InferenceImage(const Json& input_config, const Json& output_config,
                                          std::string_view region);

}  // namespace portside::sagemaker
