// SPDX-License-Identifier: Apache-2.0

#include "portside/server/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "portside/base/json.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using testing::HasSubstr;
using testing::Not;

// What one call did: its command and what it printed.
struct Outcome {
  Command command = ExitCommand{-1};
  std::string out;
  std::string err;

  [[nodiscard]] const Config& config() const { return std::get<ServeCommand>(command).config; }
  [[nodiscard]] int status() const { return std::get<ExitCommand>(command).status; }
};

Outcome Parse(std::vector<std::string> arguments) {
  std::vector<const char*> argv = {"portside"};
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  Outcome outcome;
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  outcome.command = ParseCommandLine(static_cast<int>(argv.size()), argv.data());
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

// An environment variable for the time of a test.
class ScopedEnvironment {
 public:
  ScopedEnvironment(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~ScopedEnvironment() { unsetenv(name_); }
  ScopedEnvironment(const ScopedEnvironment&) = delete;
  ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;

 private:
  const char* name_;
};

TEST(ConfigTest, DefaultsAreThoseOfTheReadme) {
  const Config config = Parse({"serve"}).config();
  EXPECT_EQ(config.host, "localhost");
  EXPECT_EQ(config.port, 4566);
  EXPECT_EQ(config.data_dir, "./portside-data");
  EXPECT_FALSE(config.ephemeral);
  EXPECT_EQ(config.account, "000000000000");
  EXPECT_EQ(config.region, "us-east-1");
  EXPECT_EQ(config.seed, std::nullopt);
  EXPECT_EQ(config.time_scale, 1.0);
}

TEST(ConfigTest, FlagsSetEverything) {
  const Config config = Parse({"serve",
                               "--host",
                               "0.0.0.0",
                               "--port",
                               "0",
                               "--data-dir",
                               "/d",
                               "--ephemeral",
                               "--account",
                               "123456789012",
                               "--region",
                               "eu-west-1",
                               "--seed",
                               "7",
                               "--time-scale",
                               "0.5",
                               "--workers",
                               "3",
                               "--create-buckets",
                               "--event-target",
                               "http://localhost:9999/in",
                               "--log-level",
                               "warn",
                               "--log-format",
                               "json"})
                            .config();
  EXPECT_EQ(config.host, "0.0.0.0");
  EXPECT_EQ(config.port, 0);
  EXPECT_EQ(config.data_dir, "/d");
  EXPECT_TRUE(config.ephemeral);
  EXPECT_EQ(config.account, "123456789012");
  EXPECT_EQ(config.region, "eu-west-1");
  EXPECT_EQ(config.seed, 7u);
  EXPECT_EQ(config.time_scale, 0.5);
  EXPECT_EQ(config.workers, 3u);
  EXPECT_TRUE(config.create_buckets);
  EXPECT_EQ(config.event_target, "http://localhost:9999/in");
  EXPECT_EQ(config.log_level, "warn");
  EXPECT_EQ(config.log_format, "json");
}

TEST(ConfigTest, FlagsWinOverEnvironmentAndEnvironmentOverFile) {
  const TemporaryDirectory directory;
  const std::string file = directory.path() / "portside.toml";
  std::ofstream(file) << "port = 1\nseed = 1\ndata-dir = \"/from/file\"\nephemeral = true\n";
  const ScopedEnvironment port("PORTSIDE_PORT", "2");
  const ScopedEnvironment seed("PORTSIDE_SEED", "2");
  const Config config = Parse({"serve", "--config", file, "--port", "3"}).config();
  EXPECT_EQ(config.port, 3);
  EXPECT_EQ(config.seed, 2u);
  EXPECT_EQ(config.data_dir, "/from/file");
  EXPECT_TRUE(config.ephemeral);
}

TEST(ConfigTest, TheFileMayComeFromTheEnvironment) {
  const TemporaryDirectory directory;
  const std::string file = directory.path() / "portside.toml";
  std::ofstream(file) << "port = 4711\n";
  {
    const ScopedEnvironment config("PORTSIDE_CONFIG", file.c_str());
    EXPECT_EQ(Parse({"serve"}).config().port, 4711);
  }
  const ScopedEnvironment missing("PORTSIDE_CONFIG", "/nonexistent.toml");
  EXPECT_THAT(Parse({"serve"}).err, HasSubstr("/nonexistent.toml"));
}

TEST(ConfigTest, RefusalsAreOneClearLine) {
  const TemporaryDirectory directory;
  const std::string file = directory.path() / "bad.toml";
  std::ofstream(file) << "prt = 1\n";
  const struct {
    std::vector<std::string> arguments;
    const char* text;
  } kCases[] = {
      {{}, "a command is needed"},
      {{"bogus"}, "unknown command 'bogus'"},
      {{"serve", "--nope"}, "--nope"},
      {{"serve", "extra"}, "extra"},
      {{"serve", "--port", "70000"}, "not in range 0 to 65535"},
      {{"serve", "--port", "x"}, "--port"},
      {{"serve", "--account", "12"}, "it has 12 digits"},
      {{"serve", "--region", "US"}, "lower-case letters"},
      {{"serve", "--time-scale", "-1"}, "--time-scale"},
      {{"serve", "--workers", "0"}, "not in range 1 to 64"},
      {{"serve", "--log-level", "loud"}, "trace, debug, info, warn, error, off"},
      {{"serve", "--log-format", "xml"}, "--log-format"},
      {{"serve", "--event-target", "ftp://x"}, "no other scheme is supported"},
      {{"serve", "--event-target", "http://x:0/"}, "has no port of 1 to 65535"},
      {{"serve", "--config", "/nonexistent.toml"}, "/nonexistent.toml"},
      {{"serve", "--config", file}, "unknown key 'prt'"},
      {{"health", "--nope"}, "--nope"},
      {{"serve", "--init", "/nonexistent.yaml"}, "/nonexistent.yaml"},
      {{"serve", "--init-dir", "/nonexistent"}, "/nonexistent"},
      {{"init"}, "A subcommand is required"},
      {{"init", "run"}, "A subcommand is required"},
      {{"init", "check"}, "files is required"},
  };
  for (const auto& test : kCases) {
    const Outcome outcome = Parse(test.arguments);
    ASSERT_TRUE(std::holds_alternative<ExitCommand>(outcome.command)) << test.text;
    EXPECT_NE(outcome.status(), 0);
    EXPECT_THAT(outcome.err, HasSubstr(test.text));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(ConfigTest, HelpHasExamplesAndVersionIsPrinted) {
  const Outcome help = Parse({"serve", "--help"});
  EXPECT_EQ(help.status(), 0);
  EXPECT_THAT(help.out, HasSubstr("Examples:\n  portside serve"));
  EXPECT_THAT(Parse({"--help"}).out, HasSubstr("portside health"));
  EXPECT_THAT(Parse({"version"}).out, testing::MatchesRegex("portside [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

// The value of an option in the report, and where it came from.
std::string Reported(const std::string& name, std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), {"config", "--json"});
  const Outcome outcome = Parse(std::move(arguments));
  const std::optional<Json> report = ParseJson(outcome.out);
  if (!report) return outcome.err;
  for (const Json& option : report->at("options")) {
    if (option["name"] != name) continue;
    return DumpJson(option["value"]) + ' ' + StringOr(option, "source") + ' ' +
           StringOr(option, "from", "-");
  }
  return "not reported";
}

TEST(ConfigTest, TheReportSaysWhereEachValueCameFrom) {
  const TemporaryDirectory directory;
  const std::string file = directory.path() / "portside.toml";
  std::ofstream(file) << "port = 1\nseed = 1\ndata-dir = \"/from/file\"\nephemeral = true\n"
                         "region = \"eu-west-1\"\n";
  const ScopedEnvironment port("PORTSIDE_PORT", "2");
  const ScopedEnvironment seed("PORTSIDE_SEED", "2");
  const ScopedEnvironment control("PORTSIDE_NO_CONTROL", "true");
  // An empty variable says nothing.
  const ScopedEnvironment region("PORTSIDE_REGION", "");
  const auto reported = [&file](const std::string& name) {
    return Reported(name, {"--config", file, "--port", "3", "--create-buckets"});
  };
  EXPECT_EQ(reported("port"), "3 flag -");
  EXPECT_EQ(reported("seed"), "2 environment PORTSIDE_SEED");
  EXPECT_EQ(reported("data-dir"), "\"/from/file\" file " + file);
  EXPECT_EQ(reported("region"), "\"eu-west-1\" file " + file);
  EXPECT_EQ(reported("ephemeral"), "true file " + file);
  EXPECT_EQ(reported("create-buckets"), "true flag -");
  EXPECT_EQ(reported("no-control"), "true environment PORTSIDE_NO_CONTROL");
  EXPECT_EQ(reported("time-scale"), "1 default -");
  EXPECT_EQ(reported("verify-signatures"), "false default -");
  EXPECT_EQ(reported("credentials"), "null default -");
  EXPECT_EQ(reported("config"), "\"" + file + "\" flag -");
  EXPECT_EQ(reported("json"), "not reported");
}

TEST(ConfigTest, TheReportShowsNoSecret) {
  const ScopedEnvironment token("PORTSIDE_CONTROL_TOKEN", "very-secret");
  EXPECT_EQ(Reported("control-token"), "\"***\" environment PORTSIDE_CONTROL_TOKEN");
  const Outcome text = Parse({"config", "--account", "123456789012"});
  EXPECT_EQ(text.status(), 0);
  EXPECT_THAT(text.out, Not(HasSubstr("very-secret")));
  EXPECT_THAT(text.out, HasSubstr("control-token      ***"));
  EXPECT_THAT(text.out, testing::ContainsRegex("account +123456789012 +flag\n"));
  EXPECT_THAT(text.out, testing::ContainsRegex("seed +- +default\n"));
}

TEST(ConfigTest, TheReportRefusesWhatServeRefuses) {
  EXPECT_THAT(Parse({"config", "--port", "70000"}).err, HasSubstr("not in range 0 to 65535"));
  EXPECT_EQ(Parse({"config", "--port", "70000"}).status(), 2);
}

TEST(ConfigTest, CommandsForARunningServerAreHandedOver) {
  const Command command = Parse({"clock", "advance", "5"}).command;
  ASSERT_TRUE(std::holds_alternative<ClientCommand>(command));
  EXPECT_EQ(std::get<ClientCommand>(command).arguments,
            (std::vector<std::string>{"clock", "advance", "5"}));
  const Outcome help = Parse({"--help"});
  for (const char* name :
       {"serve", "init", "health", "version", "config", "completions", "jobs", "clock", "outcomes",
        "transitions", "faults", "snapshot", "state", "reset", "requests"}) {
    EXPECT_THAT(help.out, HasSubstr(std::string("\n  ") + name + ' '));
  }
}

TEST(ConfigTest, CompletionsKnowTheProgramsOwnCommands) {
  const Outcome script = Parse({"completions", "bash"});
  EXPECT_EQ(script.status(), 0);
  EXPECT_THAT(script.out, HasSubstr("'serve init health version config completions jobs clock "));
  EXPECT_THAT(script.out, HasSubstr("'serve/--log-format') value=1 words='text json' ;;"));
  EXPECT_THAT(script.out, HasSubstr("'serve/--credentials') value=1 words='' files=1 ;;"));
  EXPECT_THAT(Parse({"completions", "tcsh"}).err, HasSubstr("{bash,zsh,fish}"));
}

TEST(ConfigTest, InitFilesKeepTheirOrder) {
  const TemporaryDirectory directory;
  const std::string a = directory.path() / "a.yaml";
  const std::string b = directory.path() / "b.yaml";
  std::ofstream(a) << "";
  std::ofstream(b) << "";
  using Files = std::vector<std::string>;
  EXPECT_EQ(Parse({"serve", "--init", b, "--init", a}).config().init, (Files{b, a}));
  EXPECT_EQ(Parse({"serve", "--init-dir", directory.path()}).config().init_dir,
            directory.path().string());
  const std::string file = directory.path() / "portside.toml";
  std::ofstream(file) << "init = [\"" << b << "\", \"" << a << "\"]\n";
  EXPECT_EQ(Parse({"serve", "--config", file}).config().init, (Files{b, a}));
  const ScopedEnvironment init("PORTSIDE_INIT", (a + "," + b).c_str());
  EXPECT_EQ(Parse({"serve", "--config", file}).config().init, (Files{a, b}));
  EXPECT_EQ(std::get<InitCheckCommand>(Parse({"init", "check", a, b}).command).files,
            (Files{a, b}));
}

TEST(ConfigTest, HealthFollowsTheServersPort) {
  EXPECT_EQ(std::get<HealthCommand>(Parse({"health"}).command).url, "http://127.0.0.1:4566");
  const ScopedEnvironment port("PORTSIDE_PORT", "4600");
  EXPECT_EQ(std::get<HealthCommand>(Parse({"health"}).command).url, "http://127.0.0.1:4600");
  EXPECT_EQ(std::get<HealthCommand>(Parse({"health", "--url", "http://127.0.0.1:1"}).command).url,
            "http://127.0.0.1:1");
}

TEST(ConfigTest, TlsIsAnOptionAsOthersAre) {
  EXPECT_FALSE(Parse({"serve"}).config().tls);
  EXPECT_TRUE(Parse({"serve", "--tls"}).config().tls);
  const Config flags = Parse({"serve", "--tls-cert", "c.pem", "--tls-key", "k.pem"}).config();
  EXPECT_EQ(flags.tls_cert, "c.pem");
  EXPECT_EQ(flags.tls_key, "k.pem");
  const ScopedEnvironment on("PORTSIDE_TLS", "true");
  EXPECT_TRUE(Parse({"serve"}).config().tls);
  TemporaryDirectory folder;
  const std::string file = folder.path() / "portside.toml";
  std::ofstream(file) << "tls-cert = \"file.pem\"\ntls-key = \"key.pem\"\n";
  EXPECT_THAT(Parse({"serve", "--config", file}).err, HasSubstr("--tls makes a certificate"));
  const ScopedEnvironment off("PORTSIDE_TLS", "false");
  EXPECT_EQ(Parse({"serve", "--config", file}).config().tls_cert, "file.pem");
}

TEST(ConfigTest, HalvesAndContradictionsOfTlsAreRefused) {
  struct Case {
    std::vector<std::string> arguments;
    const char* message;
  };
  for (const Case& wrong :
       {Case{{"serve", "--tls-cert", "c"}, "--tls-cert needs --tls-key"},
        Case{{"serve", "--tls-key", "k"}, "--tls-key needs --tls-cert"},
        Case{{"serve", "--tls", "--tls-cert", "c", "--tls-key", "k"}, "give one of the two"},
        Case{{"config", "--tls-cert", "c"}, "--tls-cert needs --tls-key"}}) {
    const Outcome outcome = Parse(wrong.arguments);
    EXPECT_EQ(outcome.status(), 2);
    EXPECT_THAT(outcome.err, HasSubstr(wrong.message));
  }
}

}  // namespace
}  // namespace portside
