// SPDX-License-Identifier: Apache-2.0

#include "portside/server/config.h"

#include <CLI/CLI.hpp>
#include <cctype>
#include <cstdlib>
#include <iostream>

#include "portside/base/log.h"
#include "portside/http_client/http_client.h"
#include "portside/server/version.h"

namespace portside {
namespace {

constexpr const char* kServeExamples = R"(
Examples:
  portside serve
  portside serve --port 0 --ephemeral --seed 1
  portside serve --data-dir /var/lib/portside --time-scale 0
  PORTSIDE_PORT=4600 portside serve --log-format json
  portside serve --config portside.toml

Every option is also a key of the config file (port = 4600) and an environment
variable: PORTSIDE_ and the option's name in capitals (PORTSIDE_DATA_DIR).
A flag wins over the environment, the environment over the file.)";

// "--data-dir" -> "PORTSIDE_DATA_DIR".
std::string EnvironmentName(std::string_view option) {
  std::string name = "PORTSIDE_";
  for (const char c : option.substr(2)) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

std::string CheckAccount(const std::string& text) {
  if (text.size() == 12 && text.find_first_not_of("0123456789") == std::string::npos) return "";
  return "'" + text + "' is not an account id: it has 12 digits";
}

std::string CheckRegion(const std::string& text) {
  constexpr const char* kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
  if (!text.empty() && text.size() <= 25 && text.find_first_not_of(kAllowed) == std::string::npos) {
    return "";
  }
  return "'" + text + "' is not a region: lower-case letters, digits and hyphens, at most 25";
}

std::string CheckLogLevel(const std::string& text) {
  log::Level level{};
  if (log::ParseLevel(text, level)) return "";
  return "'" + text + "' is not a log level: one of " + std::string(log::LevelNames());
}

std::string CheckHttpUrl(const std::string& text) {
  const auto url = HttpUrl::Parse(text);
  return url ? "" : url.error();
}

template <typename T>
CLI::Option* Add(CLI::App& app, const std::string& name, T& value, const std::string& text) {
  return app.add_option(name, value, text)->envname(EnvironmentName(name));
}

CLI::Option* AddSwitch(CLI::App& app, const std::string& name, bool& value,
                       const std::string& text) {
  return app.add_flag(name, value, text)->envname(EnvironmentName(name));
}

// CLI11 reads the file before the environment and lets the first win. Here the environment wins:
// what it says of an option is taken out of the file.
class FileBelowEnvironment final : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> settings = CLI::ConfigTOML::from_config(input);
    std::erase_if(settings, [](const CLI::ConfigItem& item) {
      return std::getenv(EnvironmentName("--" + item.name).c_str()) != nullptr;
    });
    return settings;
  }
};

void DeclareServe(CLI::App& app, Config& config) {
  Add(app, "--host", config.host, "Address to listen on")->capture_default_str();
  Add(app, "--port", config.port, "Port to listen on; 0 takes a free one")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  Add(app, "--data-dir", config.data_dir, "Where jobs and objects are kept")->capture_default_str();
  AddSwitch(app, "--ephemeral", config.ephemeral, "Keep nothing: a temporary data directory");
  Add(app, "--account", config.account, "Account of callers whose access key is not 12 digits")
      ->check(CheckAccount)
      ->capture_default_str();
  Add(app, "--region", config.region, "Region of unsigned callers")
      ->check(CheckRegion)
      ->capture_default_str();
  Add(app, "--seed", config.seed, "Make ids and synthetic data repeat");
  Add(app, "--time-scale", config.time_scale,
      "Multiplies the time that jobs spend in each state; 0: none")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  Add(app, "--workers", config.workers, "Threads for the work of jobs")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  AddSwitch(app, "--create-buckets", config.create_buckets,
            "An S3 PUT to a missing bucket creates it (jobs still fail)");
  CLI::Option* credentials = Add(app, "--credentials", config.credentials,
                                 "A file of access keys, one a line: key, secret, 12-digit account")
                                 ->check(CLI::ExistingFile);
  AddSwitch(app, "--verify-signatures", config.verify_signatures,
            "Refuse requests that no key of --credentials has signed")
      ->needs(credentials);
  AddSwitch(app, "--no-control", config.no_control, "Answer nothing under /_portside/ but health");
  Add(app, "--control-token", config.control_token,
      "Whoever calls the control plane must bear this token");
  Add(app, "--keep-requests", config.keep_requests,
      "Requests that /_portside/requests shows; 0: none")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  Add(app, "--event-target", config.event_target,
      "An http:// URL to which the transitions of jobs are posted, as EventBridge's events")
      ->check(CheckHttpUrl);
  Add(app, "--log-level", config.log_level, "One of " + std::string(log::LevelNames()))
      ->check(CheckLogLevel)
      ->capture_default_str();
  Add(app, "--log-format", config.log_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  // CLI11 would read this variable too late to open the file; its name is for the help.
  const char* file = std::getenv("PORTSIDE_CONFIG");
  app.set_config("--config", file == nullptr ? "" : file,
                 "A file of options, one `name = value` a line (TOML)", file != nullptr)
      ->envname("PORTSIDE_CONFIG");
  app.config_formatter(std::make_shared<FileBelowEnvironment>());
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.footer(kServeExamples);
}

constexpr std::string_view kHelp = R"(Portside: a local emulator server for AWS job APIs.

Usage: portside COMMAND [OPTIONS]

Commands:
  serve      Run the server
  health     Exit 0 if a server is ready, 1 if not
  version    Print the version

Examples:
  portside serve
  portside serve --port 0 --ephemeral
  portside health --url http://localhost:4566
  portside serve --help
)";

// CLI11 prints help to stdout; an error of ours is one line on stderr, whatever CLI11 makes of it.
int Report(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  std::string text = error.what();
  // CLI11 says "INI was not able to parse <key>" of a config file's key that no option has.
  constexpr std::string_view kUnknownKey = "INI was not able to parse ";
  if (text.starts_with(kUnknownKey)) {
    text = "the config file has an unknown key '" + text.substr(kUnknownKey.size()) + "'";
  }
  if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
  std::cerr << app.get_name() << ": " << text << " (see " << app.get_name() << " --help)\n";
  return 2;
}

Command ParseServe(int argc, const char* const* argv) {
  CLI::App app{"Run the server.", "portside serve"};
  Config config;
  DeclareServe(app, config);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitCommand{Report(app, error)};
  }
  return ServeCommand{std::move(config)};
}

Command ParseHealth(int argc, const char* const* argv) {
  CLI::App app{"Exit 0 if a server is ready, 1 if not.", "portside health"};
  // A HEALTHCHECK inside the server's container sees the same environment as the server.
  const char* port = std::getenv("PORTSIDE_PORT");
  HealthCommand health{"http://127.0.0.1:" + std::string(port == nullptr ? "4566" : port)};
  app.add_option("--url", health.url, "The server's address")->capture_default_str();
  app.footer("\nExample:\n  portside health --url http://localhost:4566");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return ExitCommand{Report(app, error)};
  }
  return health;
}

}  // namespace

Command ParseCommandLine(int argc, const char* const* argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  // Each command parses what follows its name.
  if (command == "serve") return ParseServe(argc - 1, argv + 1);
  if (command == "health") return ParseHealth(argc - 1, argv + 1);
  if (command == "version" || command == "--version") {
    std::cout << "portside " << kVersion << '\n';
    return ExitCommand{0};
  }
  if (command == "help" || command == "--help" || command == "-h") {
    std::cout << kHelp;
    return ExitCommand{0};
  }
  std::cerr << "portside: "
            << (command.empty() ? "a command is needed"
                                : "unknown command '" + std::string(command) + "'")
            << ": serve, health or version (see portside --help)\n";
  return ExitCommand{2};
}

}  // namespace portside
