// SPDX-License-Identifier: Apache-2.0
//
// The archive that a compilation job writes.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/formats/tar_gz.h"
#include "services/sagemaker/neo/data_input_config.h"

namespace portside::sagemaker {

struct CompiledModelRequest {
  std::string_view framework;
  std::string_view framework_version;  // may be empty
  const Json& output_config;           // the target and its CompilerOptions
  std::span<const ModelInput> inputs;
};

// The members of the compiled archive, by path: the model's files, then what Neo adds. Where a
// model file has the name of an added one (a model that was compiled before), the added one stays.
std::vector<TarMember> CompiledMembers(std::vector<TarMember> model,
                                       const CompiledModelRequest& request);

// Sorted by path; of several with one path the last, as unpacking would leave it.
std::vector<TarMember> SortedMembers(std::vector<TarMember> members);

// [{"path", "sha256", "size"}], in the members' order.
Json FileList(std::span<const TarMember> members);

}  // namespace portside::sagemaker
