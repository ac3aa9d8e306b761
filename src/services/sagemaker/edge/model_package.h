// SPDX-License-Identifier: Apache-2.0
//
// The archive that an edge packaging job writes, and its signature document.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "services/sagemaker/model_archive.h"

namespace portside::sagemaker {

// The file that the Edge Manager agent and its clients look for in an unpacked model.
inline constexpr std::string_view kEdgeManifest = "sagemaker_edge_manifest";

// Its text: {"metadata": {"model_name", "model_version", …}, "files": [{"path", "sha256",
// "size"}]}. Clients read model_name and model_version; AWS publishes no other member.
std::string EdgeManifest(std::span<const ArchiveFile> compiled, const Json& metadata);

// ModelSignature: base64 of a JSON document with the digest of the manifest, which has that of each
// file, and an HMAC-SHA256 over it. The real format is not published and its keys are AWS's, so the
// document says that it is an emulator's: its key is fixed and public, it proves nothing.
std::string SignModel(std::string_view manifest);

}  // namespace portside::sagemaker
