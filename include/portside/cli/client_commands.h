// SPDX-License-Identifier: Apache-2.0
//
// The commands that talk to a running server: jobs, clock, outcomes and so on. The program looks
// them up by name; their CLI11 trees give its help and its completions.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/cli/control_client.h"
#include "portside/cli/terminal.h"

namespace CLI {
class App;
}

namespace portside::cli {

class Command;

class ClientCommands {
 public:
  ClientCommands();
  ~ClientCommands();

  [[nodiscard]] bool Has(std::string_view name) const;
  // Each is called "portside NAME".
  [[nodiscard]] std::vector<const CLI::App*> apps() const;
  // `arguments` begin with the name of one that there is. Returns the exit status.
  int Run(const std::vector<std::string>& arguments, const MakeClient& make_client,
          Terminal& terminal);

 private:
  std::vector<std::unique_ptr<Command>> commands_;
};

}  // namespace portside::cli
