// SPDX-License-Identifier: Apache-2.0

#include "portside/server/config.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "portside/cli/client_commands.h"
#include "portside/cli/completions.h"
#include "portside/cli/control_client.h"
#include "portside/cli/parse_report.h"
#include "portside/server/version.h"
#include "server/config_report.h"
#include "server/serve_options.h"

namespace portside {
namespace {

constexpr const char* kServeExamples = R"(
Examples:
  portside serve
  portside serve --port 0 --ephemeral --seed 1
  portside serve --data-dir /var/lib/portside --time-scale 0
  portside serve --init fixtures.yaml
  PORTSIDE_PORT=4600 portside serve --log-format json
  portside serve --config portside.toml

Every option is also a key of the config file (port = 4600) and an environment
variable: PORTSIDE_ and the option's name in capitals (PORTSIDE_DATA_DIR).
A flag wins over the environment, the environment over the file.)";

constexpr const char* kConfigExamples = R"(
Examples:
  portside config
  PORTSIDE_PORT=4600 portside config --config portside.toml --json)";

constexpr const char* kCompletionExamples = R"(
Examples:
  source <(portside completions bash)
  portside completions zsh > ~/.zfunc/_portside
  portside completions fish | source)";

constexpr const char* kExamples = R"(
Examples:
  portside serve --port 0 --ephemeral
  portside health --url http://localhost:4566
  portside jobs watch
  portside clock advance 1h
  portside outcomes fail --name 'nightly-*' --reason 'out of memory'
  portside init check fixtures.yaml
  portside COMMAND --help
)";

// What a parsed command does at once: it returns the exit status.
using Do = std::function<Command()>;

// One command of the program itself; those that call a server are in the cli layer.
struct OwnCommand {
  std::unique_ptr<CLI::App> app;
  Do act;
};

OwnCommand MakeCommand(const std::string& name, const std::string& text) {
  return {.app = std::make_unique<CLI::App>(text, "portside " + name), .act = nullptr};
}

OwnCommand MakeServe() {
  OwnCommand command = MakeCommand("serve", "Run the server.");
  const auto config = std::make_shared<Config>();
  const auto options = std::make_shared<ServeOptions>(*command.app, *config);
  command.app->footer(kServeExamples);
  command.act = [config, options] { return ServeCommand{std::move(*config)}; };
  return command;
}

OwnCommand MakeInit() {
  OwnCommand command = MakeCommand("init", "Check init files.");
  const auto checked = std::make_shared<InitCheckCommand>();
  CLI::App* check = command.app->add_subcommand("check", "Check files without running them");
  check->add_option("files", checked->files, "Init files (docs/INIT.md)")->required();
  check->footer("\nExample:\n  portside init check fixtures.yaml");
  command.app->require_subcommand(1);
  command.act = [checked] { return *checked; };
  return command;
}

OwnCommand MakeHealth() {
  OwnCommand command = MakeCommand("health", "Exit 0 if a server is ready, 1 if not.");
  // A HEALTHCHECK inside the server's container sees the same environment as the server.
  const char* port = std::getenv("PORTSIDE_PORT");
  const auto health = std::make_shared<HealthCommand>(
      HealthCommand{.url = "http://127.0.0.1:" + std::string(port == nullptr ? "4566" : port)});
  command.app->add_option("--url", health->url, "The server's address")->capture_default_str();
  command.app->add_option("--ca", health->authorities, cli::kAuthoritiesHelp)
      ->type_name("FILE")
      ->envname("PORTSIDE_CA");
  command.app->footer("\nExample:\n  portside health --url http://localhost:4566");
  command.act = [health] { return *health; };
  return command;
}

OwnCommand MakeVersion() {
  OwnCommand command = MakeCommand("version", "Print the version.");
  command.act = [] {
    std::cout << "portside " << kVersion << '\n';
    return ExitCommand{0};
  };
  return command;
}

OwnCommand MakeConfig() {
  OwnCommand command =
      MakeCommand("config", "Print the options of serve as they would be, and who said so.");
  const auto config = std::make_shared<Config>();
  const auto options = std::make_shared<ServeOptions>(*command.app, *config);
  const auto json = std::make_shared<bool>(false);
  command.app->add_flag("--json", *json, "Print JSON")->configurable(false);
  command.app->footer(kConfigExamples);
  command.act = [config, options, json] {
    PrintSettings(options->Settings(), *json, std::cout);
    return ExitCommand{0};
  };
  return command;
}

OwnCommand MakeCompletions(const cli::ClientCommands& others);

// In the order of the help. Built for one call: what CLI11 has parsed stays in its trees.
std::vector<OwnCommand> MakeOwnCommands(const cli::ClientCommands& others) {
  std::vector<OwnCommand> commands;
  commands.push_back(MakeServe());
  commands.push_back(MakeInit());
  commands.push_back(MakeHealth());
  commands.push_back(MakeVersion());
  commands.push_back(MakeConfig());
  commands.push_back(MakeCompletions(others));
  return commands;
}

std::vector<const CLI::App*> AllApps(const std::vector<OwnCommand>& own,
                                     const cli::ClientCommands& others) {
  std::vector<const CLI::App*> apps;
  for (const OwnCommand& command : own) apps.push_back(command.app.get());
  for (const CLI::App* app : others.apps()) apps.push_back(app);
  return apps;
}

OwnCommand MakeCompletions(const cli::ClientCommands& others) {
  OwnCommand command = MakeCommand("completions", "Print a script that completes these commands.");
  const auto shell = std::make_shared<std::string>();
  command.app->add_option("shell", *shell, "The shell that is to run it")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command.app->footer(kCompletionExamples);
  command.act = [shell, &others] {
    const std::vector<OwnCommand> own = MakeOwnCommands(others);
    std::cout << cli::CompletionScript(*shell, AllApps(own, others)).value_or("");
    return ExitCommand{0};
  };
  return command;
}

std::string NameOf(const CLI::App& app) { return app.get_name().substr(std::strlen("portside ")); }

void PrintHelp(const std::vector<const CLI::App*>& apps) {
  std::cout << "Portside: a local emulator server for AWS job APIs.\n\n"
               "Usage: portside COMMAND [OPTIONS]\n\nCommands:\n";
  for (const CLI::App* app : apps) {
    const std::string name = NameOf(*app);
    std::string text = app->get_description();
    if (text.ends_with('.')) text.pop_back();
    std::cout << "  " << name << std::string(13 - std::min<std::size_t>(name.size(), 12), ' ')
              << text << '\n';
  }
  std::cout << kExamples;
}

int RefuseCommand(const std::string& command, const std::vector<const CLI::App*>& apps) {
  std::string names;
  for (const CLI::App* app : apps) names += (names.empty() ? "" : ", ") + NameOf(*app);
  std::cerr << "portside: "
            << (command.empty() ? "a command is needed" : "unknown command '" + command + "'")
            << ": " << names << " (see portside --help)\n";
  return 2;
}

Command ParseOwn(const OwnCommand& command, int argc, const char* const* argv) {
  try {
    command.app->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitCommand{cli::ReportParse(*command.app, error, std::cout, std::cerr)};
  }
  return command.act();
}

}  // namespace

Command ParseCommandLine(int argc, const char* const* argv) {
  std::string command = argc > 1 ? argv[1] : "";
  if (command == "--version") command = "version";
  const cli::ClientCommands others;
  const std::vector<OwnCommand> own = MakeOwnCommands(others);
  // Each command parses what follows its name.
  for (const OwnCommand& each : own) {
    if (NameOf(*each.app) == command) return ParseOwn(each, argc - 1, argv + 1);
  }
  if (others.Has(command)) return ClientCommand{{argv + 1, argv + argc}};
  if (command == "help" || command == "--help" || command == "-h") {
    PrintHelp(AllApps(own, others));
    return ExitCommand{0};
  }
  return ExitCommand{RefuseCommand(command, AllApps(own, others))};
}

int RunClientCommand(const ClientCommand& command) {
  cli::Terminal terminal = cli::ProcessTerminal();
  return cli::ClientCommands().Run(command.arguments, cli::MakeHttpControlClient, terminal);
}

}  // namespace portside
