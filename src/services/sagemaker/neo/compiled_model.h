// SPDX-License-Identifier: Apache-2.0
//
// The archive that a compilation job writes.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "services/sagemaker/model_archive.h"
#include "services/sagemaker/neo/data_input_config.h"

namespace portside::sagemaker {

struct CompiledModelRequest {
  std::string_view framework;
  std::string_view framework_version;  // may be empty
  const Json& output_config;           // the target and its CompilerOptions
  std::span<const ModelInput> inputs;
};

// What Neo adds to a model, by path, and last the manifest of all files: stand-ins for the compiled
// objects, which say that an emulator wrote them, and compiled.meta.
struct AddedFile {
  std::string path;
  std::string bytes;
};
std::vector<AddedFile> AddedFiles(std::span<const ArchiveFile> model,
                                  const CompiledModelRequest& request);

// Whether an added file takes the place of one of the model's (a model that was compiled before).
bool IsAdded(std::string_view path, std::span<const AddedFile> added);

}  // namespace portside::sagemaker
