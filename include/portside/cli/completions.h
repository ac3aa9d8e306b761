// SPDX-License-Identifier: Apache-2.0
//
// Completion scripts, written from the same CLI11 trees that parse the arguments, so that they know
// every command, option and choice that there is.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace portside::cli {

// For bash, zsh or fish; nothing for another shell. Each command is called "portside NAME".
std::optional<std::string> CompletionScript(std::string_view shell,
                                            const std::vector<const CLI::App*>& commands);

}  // namespace portside::cli
