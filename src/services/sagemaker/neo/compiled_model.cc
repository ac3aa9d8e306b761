// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/compiled_model.h"

#include <algorithm>

#include "portside/base/digest.h"
#include "services/sagemaker/neo/neo_targets.h"

namespace portside::sagemaker {
namespace {

// What Neo adds for inference, as listed from real outputs. XGBoost gets the library alone.
struct StandIn {
  std::string_view path;
  std::string_view what;
  bool for_xgboost;
};

constexpr StandIn kStandIns[] = {
    {"compiled.so", "the compiled model library", true},
    {"compiled.params", "the compiled model parameters", false},
    {"compiled_model.json", "the compiled model graph", false},
    {"dlr.h", "the header of the Neo runtime", false},
    {"libdlr.so", "the Neo runtime library", false},
};

constexpr std::string_view kProducer = "Portside";
constexpr std::string_view kManifest = "manifest";

// The content says what it is not. It names the model by digest, so that two models compiled for
// one target do not give equal objects.
std::string StandInText(const StandIn& stand_in, std::string_view target,
                        std::string_view model_digest) {
  if (stand_in.path.ends_with(".json")) {
    return DumpJson({{"producer", kProducer},
                     {"stand_in_for", stand_in.what},
                     {"note", "Written by an emulator. Holds no compiled code."},
                     {"target", target},
                     {"model_sha256", model_digest}});
  }
  const std::string margin = stand_in.path.ends_with(".h") ? "// " : "";
  return margin + "Portside stand-in for " + std::string(stand_in.what) + ".\n" + margin +
         "Written by an emulator. Holds no compiled code.\n" + margin + "target " +
         std::string(target) + "\n" + margin + "model sha256 " + std::string(model_digest) + "\n";
}

// The members that the Neo runtime reads, in its own spelling. Outputs are known to a compiler
// only, so there are none. The time of the compilation is left out: equal inputs, equal bytes.
std::string CompiledMeta(const CompiledModelRequest& request, std::string_view target) {
  Json inputs = Json::array();
  for (const ModelInput& input : request.inputs) {
    inputs.push_back({{"name", input.name}, {"shape", input.shape}});
  }
  Json requirements = {{"TargetDevice", target},
                       {"TargetDeviceType", TargetDeviceType(request.output_config)}};
  const std::string options = StringOr(request.output_config, "CompilerOptions");
  if (!options.empty()) requirements["CompilerOptions"] = options;
  Json model = {
      {"Inputs", std::move(inputs)}, {"Outputs", Json::array()}, {"Framework", request.framework}};
  if (!request.framework_version.empty()) model["FrameworkVersion"] = request.framework_version;
  return DumpJson({{"Requirements", std::move(requirements)},
                   {"Compilation", {{"NeoCompilerVersion", "emulated by Portside"}}},
                   {"Model", std::move(model)}});
}

// As texts: an archive may have a hundred thousand files.
std::string Manifest(std::span<const ArchiveFile> model, std::span<const ArchiveFile> added) {
  return "{\"added_files\":" + FileListText(added) + ",\"model_files\":" + FileListText(model) +
         ",\"producer\":" + DumpJson(kProducer) + "}";
}

}  // namespace

std::vector<AddedFile> AddedFiles(std::span<const ArchiveFile> model,
                                  const CompiledModelRequest& request) {
  const std::string target = TargetName(request.output_config);
  // One digest of all model files, whatever archive they came in.
  const std::string digest = HexDigest(DigestAlgorithm::kSha256, FileListText(model));
  std::vector<AddedFile> added;
  for (const StandIn& stand_in : kStandIns) {
    if (request.framework == "XGBOOST" && !stand_in.for_xgboost) continue;
    added.push_back({std::string(stand_in.path), StandInText(stand_in, target, digest)});
  }
  added.push_back({"compiled.meta", CompiledMeta(request, target)});
  std::ranges::sort(added, {}, &AddedFile::path);

  std::vector<ArchiveFile> listed;
  for (const AddedFile& file : added) {
    listed.push_back(
        {file.path, HexDigest(DigestAlgorithm::kSha256, file.bytes), file.bytes.size(), 0});
  }
  std::vector<ArchiveFile> kept;
  std::ranges::copy_if(model, std::back_inserter(kept),
                       [&](const ArchiveFile& file) { return !IsAdded(file.path, added); });
  added.push_back({std::string(kManifest), Manifest(kept, listed)});
  return added;
}

bool IsAdded(std::string_view path, std::span<const AddedFile> added) {
  return path == kManifest || std::ranges::find(added, path, &AddedFile::path) != added.end();
}

}  // namespace portside::sagemaker
