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

// One digest of all model files, whatever archive they came in.
std::string ModelDigest(std::span<const TarMember> model) {
  return HexDigest(DigestAlgorithm::kSha256, DumpJson(FileList(model)));
}

// The members that the Neo runtime reads, in its own spelling. Outputs are known to a compiler
// only, so there are none. The time of the compilation is left out: equal inputs, equal bytes.
std::string CompiledMeta(const CompiledModelRequest& request, std::string_view target) {
  Json inputs = Json::array();
  for (const ModelInput& input : request.inputs) {
    inputs.push_back({{"name", input.name}, {"dtype", "float32"}, {"shape", input.shape}});
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

std::string Manifest(std::span<const TarMember> model, std::span<const TarMember> added) {
  return DumpJson({{"producer", kProducer},
                   {"model_files", FileList(model)},
                   {"added_files", FileList(added)}});
}

bool HasPath(std::span<const TarMember> members, std::string_view path) {
  return std::any_of(members.begin(), members.end(),
                     [&](const TarMember& member) { return member.path == path; });
}

}  // namespace

std::vector<TarMember> SortedMembers(std::vector<TarMember> members) {
  // Backwards, so that of equal paths the last stands first and is the one that unique keeps.
  std::reverse(members.begin(), members.end());
  std::stable_sort(members.begin(), members.end(),
                   [](const TarMember& a, const TarMember& b) { return a.path < b.path; });
  const auto rest =
      std::unique(members.begin(), members.end(),
                  [](const TarMember& a, const TarMember& b) { return a.path == b.path; });
  members.erase(rest, members.end());
  return members;
}

Json FileList(std::span<const TarMember> members) {
  Json files = Json::array();
  for (const TarMember& member : members) {
    files.push_back({{"path", member.path},
                     {"sha256", HexDigest(DigestAlgorithm::kSha256, member.bytes)},
                     {"size", member.bytes.size()}});
  }
  return files;
}

std::vector<TarMember> CompiledMembers(std::vector<TarMember> model,
                                       const CompiledModelRequest& request) {
  const std::string target = TargetName(request.output_config);
  model = SortedMembers(std::move(model));
  const std::string digest = ModelDigest(model);

  std::vector<TarMember> added;
  for (const StandIn& stand_in : kStandIns) {
    if (request.framework == "XGBOOST" && !stand_in.for_xgboost) continue;
    added.push_back({std::string(stand_in.path), StandInText(stand_in, target, digest)});
  }
  added.push_back({"compiled.meta", CompiledMeta(request, target)});

  std::erase_if(model, [&](const TarMember& file) {
    return file.path == "manifest" || HasPath(added, file.path);
  });
  TarMember manifest{"manifest", Manifest(model, added)};
  std::vector<TarMember> all = std::move(model);
  std::move(added.begin(), added.end(), std::back_inserter(all));
  all.push_back(std::move(manifest));
  return SortedMembers(std::move(all));
}

}  // namespace portside::sagemaker
