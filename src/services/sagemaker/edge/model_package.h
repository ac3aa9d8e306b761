// SPDX-License-Identifier: Apache-2.0
//
// The archive that an edge packaging job writes, and its signature document.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/formats/tar_gz.h"

namespace portside::sagemaker {

// The file that the Edge Manager agent and its clients look for in an unpacked model.
inline constexpr std::string_view kEdgeManifest = "sagemaker_edge_manifest";

// The compiled model's members and the manifest: {"metadata": {"model_name", "model_version", …},
// "files": [{"path", "sha256", "size"}]}. Clients read model_name and model_version; AWS publishes
// no other member.
std::vector<TarMember> PackageMembers(std::vector<TarMember> compiled, Json metadata);

// ModelSignature: base64 of a JSON document with the digest of each file and an HMAC-SHA256 over
// them. The real format is not published and its keys are AWS's, so the document says that it is an
// emulator's: its key is fixed and public, it proves nothing.
std::string SignModel(std::span<const TarMember> members);

}  // namespace portside::sagemaker
