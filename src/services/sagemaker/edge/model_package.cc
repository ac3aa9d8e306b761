// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/model_package.h"

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/sagemaker/neo/compiled_model.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kSigningKey = "portside-local-signing-key";

}  // namespace

std::vector<TarMember> PackageMembers(std::vector<TarMember> compiled, Json metadata) {
  // A package that is packaged again gets a manifest of its own.
  std::erase_if(compiled, [](const TarMember& member) { return member.path == kEdgeManifest; });
  compiled = SortedMembers(std::move(compiled));
  Json manifest = {{"metadata", std::move(metadata)}, {"files", FileList(compiled)}};
  compiled.push_back({std::string(kEdgeManifest), DumpJson(manifest)});
  return SortedMembers(std::move(compiled));
}

std::string SignModel(std::span<const TarMember> members) {
  Json files = FileList(members);
  const std::string signature = Base64Encode(HmacSha256(kSigningKey, DumpJson(files)));
  const Json document = {
      {"signer", "Portside emulator, key " + std::string(kSigningKey)},
      {"note",
       "Signed with a fixed local key, over the compact JSON text of `files`. Not an Amazon "
       "signature: an Edge Manager agent does not accept it."},
      {"algorithm", "HMAC-SHA256"},
      {"files", std::move(files)},
      {"signature", signature}};
  return Base64Encode(DumpJson(document));
}

}  // namespace portside::sagemaker
