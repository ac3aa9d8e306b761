// SPDX-License-Identifier: Apache-2.0

#include "cli/command.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

#include "cli/text.h"
#include "portside/cli/parse_report.h"

namespace portside::cli {
namespace {

constexpr const char* kCommonOptions = "Options of every command";
constexpr std::string_view kProgram = "portside ";

// Beside a server, PORTSIDE_PORT says where it listens.
std::string DefaultUrl() {
  const char* port = std::getenv("PORTSIDE_PORT");
  const bool is_set = port != nullptr && *port != '\0';
  return "http://127.0.0.1:" + std::string(is_set ? port : "4566");
}

std::string Footer(const std::string& examples) { return "\nExamples:\n" + examples; }

std::vector<std::string> VerbsOf(const CLI::App& app) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
    verbs.push_back(verb->get_name());
  }
  return verbs;
}

}  // namespace

void Invocation::PrintJson(const Json& value) const {
  terminal.out << CleanJson(value.dump(2, ' ', false, Json::error_handler_t::replace)) << '\n';
}

void Invocation::Print(const Table& table) const { table.Print(terminal.out, style()); }

void Invocation::PrintLine(std::string_view text) const { terminal.out << CleanText(text) << '\n'; }

TableStyle Invocation::style() const {
  return {.width = terminal.is_terminal ? terminal.size().columns : 0,
          .has_colours = terminal.has_colours};
}

Command::Command(const std::string& noun, const std::string& description)
    : app_(std::make_unique<CLI::App>(description, std::string(kProgram) + noun)),
      common_{.server = {.url = DefaultUrl()}} {}

Command::~Command() = default;

std::string Command::noun() const { return app_->get_name().substr(kProgram.size()); }

void Command::AddCommon(CLI::App& app) {
  app.add_option("--url", common_.server.url, "The server's address")
      ->envname("PORTSIDE_URL")
      ->capture_default_str()
      ->group(kCommonOptions);
  app.add_option("--token", common_.server.token, "What the server was given with --control-token")
      ->type_name("SECRET")
      ->envname("PORTSIDE_CONTROL_TOKEN")
      ->group(kCommonOptions);
  app.add_option("--ca", common_.server.authorities, kAuthoritiesHelp)
      ->type_name("FILE")
      ->envname("PORTSIDE_CA")
      ->group(kCommonOptions);
  app.add_flag("--json", common_.json, "Print the server's JSON")->group(kCommonOptions);
}

CLI::App& Command::Add(const std::string& verb, const std::string& description,
                       const std::string& examples, Action action) {
  CLI::App* app = app_->add_subcommand(verb, description);
  app->footer(Footer(examples));
  AddCommon(*app);
  // With a callback of its own, CLI11 reads the environment for this verb alone.
  app->parse_complete_callback([this, action = std::move(action)] { chosen_ = action; });
  app_->require_subcommand(0, 1);
  examples_ += (examples_.empty() ? "" : "\n") + examples.substr(0, examples.find('\n'));
  const std::string hint = default_verb_.empty() ? ""
                                                 : "\nWithout a word it is `" + app_->get_name() +
                                                       " " + default_verb_ + "`.\n";
  app_->footer(hint + Footer(examples_));
  return *app;
}

CLI::App& Command::AddDefault(const std::string& verb, const std::string& description,
                              const std::string& examples, Action action) {
  default_verb_ = verb;
  return Add(verb, description, examples, std::move(action));
}

CLI::App& Command::Does(const std::string& examples, Action action) {
  app_->footer(Footer(examples));
  AddCommon(*app_);
  chosen_ = std::move(action);
  return *app_;
}

// `portside jobs --url X list`, and `portside jobs --kind K`, are `portside jobs list …`.
CliResult<void> Command::PutVerbFirst(std::vector<std::string>& arguments) const {
  const std::vector<std::string> verbs = VerbsOf(*app_);
  const bool is_help = !arguments.empty() && (arguments[0] == "--help" || arguments[0] == "-h");
  if (verbs.empty() || is_help) return {};
  auto word = arguments.begin();
  while (word != arguments.end() && word->starts_with("--")) {
    const bool takes_next = *word == "--url" || *word == "--token" || *word == "--ca";
    const bool is_common = takes_next || *word == "--json" || word->starts_with("--url=") ||
                           word->starts_with("--token=") || word->starts_with("--ca=");
    if (!is_common) break;
    word += takes_next && arguments.end() - word > 1 ? 2 : 1;
  }
  const bool has_word = word != arguments.end() && !word->starts_with('-');
  if (has_word && std::find(verbs.begin(), verbs.end(), *word) != verbs.end()) {
    std::rotate(arguments.begin(), word, word + 1);
    return {};
  }
  const std::string known = CLI::detail::join(verbs, ", ");
  if (has_word) return Fail(CliError{"unknown command '" + *word + "': " + known, 2});
  if (default_verb_.empty()) return Fail(CliError{"a command is needed: " + known, 2});
  arguments.insert(arguments.begin(), default_verb_);
  return {};
}

CliResult<void> Command::Act(const MakeClient& make_client, Terminal& terminal) const {
  const std::unique_ptr<ControlClient> client = TRY(make_client(common_.server));
  Invocation invocation{*client, terminal, common_.json};
  TRY(chosen_(invocation));
  if (!terminal.out.flush()) return Fail(CliError{"the output cannot be written"});
  return {};
}

int Command::Run(std::vector<std::string> arguments, const MakeClient& make_client,
                 Terminal& terminal) {
  if (const auto first = PutVerbFirst(arguments); !first) {
    terminal.err << app_->get_name() << ": " << CleanText(first.error().message) << " (see "
                 << app_->get_name() << " --help)\n";
    return first.error().status;
  }
  std::reverse(arguments.begin(), arguments.end());
  try {
    app_->parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return ReportParse(*app_, error, terminal.out, terminal.err);
  }
  const CliResult<void> done = Act(make_client, terminal);
  if (done) return 0;
  // An interrupted command has said all there is to say.
  if (!done.error().message.empty()) {
    terminal.err << FullName(*app_) << ": " << CleanText(done.error().message) << '\n';
  }
  return done.error().status;
}

}  // namespace portside::cli
