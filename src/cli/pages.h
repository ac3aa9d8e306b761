// SPDX-License-Identifier: Apache-2.0
//
// Lists of the control plane, whose pages are put together.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/target.h"
#include "portside/cli/control_client.h"

namespace portside::cli {

// All pages of `target` as one: {"jobs": […], "next_token": null}, where `member` is "jobs". With
// `most`, no more than that; then the token tells whether there are others.
CliResult<Json> GetPages(ControlClient& client, const Target& target, const std::string& member,
                         std::optional<std::uint64_t> most = std::nullopt);

}  // namespace portside::cli
