// SPDX-License-Identifier: Apache-2.0

#include "portside/cli/client_commands.h"

#include "cli/commands.h"
#include "cli/text.h"

namespace portside::cli {

ClientCommands::ClientCommands() {
  commands_.push_back(MakeJobsCommand());
  commands_.push_back(MakeClockCommand());
  commands_.push_back(MakeOutcomesCommand());
  commands_.push_back(MakeTransitionsCommand());
  commands_.push_back(MakeFaultsCommand());
  commands_.push_back(MakeSnapshotCommand());
  commands_.push_back(MakeStateCommand());
  commands_.push_back(MakeResetCommand());
  commands_.push_back(MakeRequestsCommand());
}

ClientCommands::~ClientCommands() = default;

bool ClientCommands::Has(std::string_view name) const {
  for (const auto& command : commands_) {
    if (command->noun() == name) return true;
  }
  return false;
}

std::vector<const CLI::App*> ClientCommands::apps() const {
  std::vector<const CLI::App*> apps;
  for (const auto& command : commands_) apps.push_back(&command->app());
  return apps;
}

int ClientCommands::Run(const std::vector<std::string>& arguments, const MakeClient& make_client,
                        Terminal& terminal) {
  for (const auto& command : commands_) {
    if (command->noun() != arguments.at(0)) continue;
    return command->Run({arguments.begin() + 1, arguments.end()}, make_client, terminal);
  }
  terminal.err << "portside: unknown command '" << CleanText(arguments.at(0)) << "'\n";
  return 2;
}

}  // namespace portside::cli
