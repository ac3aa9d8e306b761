// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/match_options.h"

namespace portside::cli {

std::unique_ptr<Command> MakeResetCommand() {
  auto command =
      std::make_unique<Command>("reset", "Drop all resources and objects, or those of a scope");
  const auto scope = std::make_shared<MatchOptions>();
  CLI::App& app = command->Does(
      "  portside reset\n  portside reset --account 123456789012 --service glue",
      [scope](Invocation& invocation) -> CliResult<void> {
        const Json answer = TRY(invocation.client.Post("/_portside/reset", scope->ToJson()));
        if (invocation.json) {
          invocation.PrintJson(answer);
          return {};
        }
        const Json& removed = Inner(answer, "removed");
        invocation.PrintLine(removed.empty() ? "reset"
                                             : "removed: resources " + Field(removed, "resources") +
                                                   ", objects " + Field(removed, "objects"));
        return {};
      });
  scope->Declare(app, kScope);
  return command;
}

}  // namespace portside::cli
