// SPDX-License-Identifier: Apache-2.0
//
// Which files Neo wants in a model archive, per framework, and what it says when they are not
// there. The rules and texts are those of Neo's published model loader and of the developer guide's
// page on compilation errors; only names are looked at, never the content of a model.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/sagemaker/model_archive.h"

namespace portside::sagemaker {

// What is wrong with the archive's files for `framework` ("InputConfiguration: …"), or nothing.
// `source` is where the archive came from, for texts that name it.
std::optional<std::string> CheckModelFiles(std::string_view framework,
                                           std::span<const ArchiveFile> files,
                                           std::string_view source);

// Whether Neo finds the inputs' names and shapes in the model itself, so that DataInputConfig may
// be left out: XGBoost, and PyTorch 2.0 or later on cloud instances (developer guide).
bool DerivesDataInputConfig(std::string_view framework, std::string_view framework_version,
                            std::string_view target_device);

// The input that Neo would derive from the model, as a DataInputConfig. Only XGBoost models saved
// as JSON, of up to limits::kDerivedModelBytes, say it in a form that is read here; nothing for all
// others.
std::optional<std::string> DeriveDataInputConfig(std::string_view framework,
                                                 const ModelArchive& archive);

}  // namespace portside::sagemaker
