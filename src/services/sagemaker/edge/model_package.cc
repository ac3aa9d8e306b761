// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/model_package.h"

#include "portside/base/digest.h"
#include "portside/base/encoding.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kSigningKey = "portside-local-signing-key";

}  // namespace

std::string EdgeManifest(std::span<const ArchiveFile> compiled, const Json& metadata) {
  return "{\"files\":" + FileListText(compiled) + ",\"metadata\":" + DumpJson(metadata) + "}";
}

std::string SignModel(std::string_view manifest) {
  const std::string digest = HexDigest(DigestAlgorithm::kSha256, manifest);
  const Json document = {
      {"signer", "Portside emulator, key " + std::string(kSigningKey)},
      {"note",
       "Signed with a fixed local key, over the text of `manifest_sha256`, the digest of the file "
       "sagemaker_edge_manifest. Not an Amazon signature: an Edge Manager agent does not accept "
       "it."},
      {"algorithm", "HMAC-SHA256"},
      {"manifest_sha256", digest},
      {"signature", Base64Encode(HmacSha256(kSigningKey, digest))}};
  return Base64Encode(DumpJson(document));
}

}  // namespace portside::sagemaker
