// SPDX-License-Identifier: Apache-2.0

#include "portside/server/config.h"
#include "portside/server/init_command.h"
#include "portside/server/serve.h"

int main(int argc, char** argv) {
  using namespace portside;
  const Command command = ParseCommandLine(argc, argv);
  if (const auto* serve = std::get_if<ServeCommand>(&command)) return Serve(serve->config);
  if (const auto* health = std::get_if<HealthCommand>(&command)) return CheckHealth(*health);
  if (const auto* client = std::get_if<ClientCommand>(&command)) return RunClientCommand(*client);
  if (const auto* check = std::get_if<InitCheckCommand>(&command)) return CheckInit(*check);
  return std::get<ExitCommand>(command).status;
}
