// SPDX-License-Identifier: Apache-2.0
//
// Command: `portside NOUN [VERB] [OPTIONS]`, declared with CLI11, which parses, helps and
// completes. Every verb has the options that say which server is meant and in what form it answers.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/table.h"
#include "portside/cli/control_client.h"
#include "portside/cli/terminal.h"

namespace CLI {
class App;
}

namespace portside::cli {

// What an action works with, once its options are read.
struct Invocation {
  ControlClient& client;
  Terminal& terminal;
  bool json = false;  // print what the server answered

  void PrintJson(const Json& json) const;
  void Print(const Table& table) const;
  // One line of clean text.
  void PrintLine(std::string_view text) const;
  [[nodiscard]] TableStyle style() const;
};

using Action = std::function<CliResult<void>(Invocation&)>;

class Command {
 public:
  Command(const std::string& noun, const std::string& description);
  ~Command();
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  // A verb; its options are added to what is returned.
  CLI::App& Add(const std::string& verb, const std::string& description,
                const std::string& examples, Action action);
  // The same for the verb that the noun alone stands for.
  CLI::App& AddDefault(const std::string& verb, const std::string& description,
                       const std::string& examples, Action action);
  // A noun without verbs.
  CLI::App& Does(const std::string& examples, Action action);

  [[nodiscard]] std::string noun() const;
  [[nodiscard]] const CLI::App& app() const { return *app_; }

  // `arguments` are those after the noun. Returns the exit status.
  int Run(std::vector<std::string> arguments, const MakeClient& make_client, Terminal& terminal);

 private:
  struct Common {
    ServerAccess server;
    bool json = false;
  };
  void AddCommon(CLI::App& app);
  [[nodiscard]] CliResult<void> PutVerbFirst(std::vector<std::string>& arguments) const;
  CliResult<void> Act(const MakeClient& make_client, Terminal& terminal) const;

  std::unique_ptr<CLI::App> app_;
  Common common_;
  std::string default_verb_;
  std::string examples_;  // one of each verb
  Action chosen_;
};

}  // namespace portside::cli
