// SPDX-License-Identifier: Apache-2.0

#include "server/serve_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <set>

#include "portside/base/log.h"
#include "portside/http_client/http_client.h"

namespace portside {
namespace {

// What stands for the type of a secret in the help; its value is never printed.
constexpr const char* kSecret = "SECRET";

// "--data-dir" -> "PORTSIDE_DATA_DIR".
std::string EnvironmentName(std::string_view option) {
  std::string name = "PORTSIDE_";
  for (const char c : option.substr(2)) {
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return name;
}

// An empty variable is none, as CLI11 sees it.
bool IsInEnvironment(const std::string& variable) {
  const char* value = std::getenv(variable.c_str());
  return value != nullptr && *value != '\0';
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

std::string CheckHostName(const std::string& text) {
  const bool is_name =
      !text.empty() && text.size() <= 253 && text.front() != '.' && text.back() != '.' &&
      std::all_of(text.begin(), text.end(),
                  [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.'; });
  return is_name ? "" : "'" + text + "' is no name of a host, like portside or s3.example.test";
}

template <typename T>
CLI::Option* Add(CLI::App& app, const std::string& name, T& value, const std::string& text) {
  return app.add_option(name, value, text)->envname(EnvironmentName(name));
}

CLI::Option* AddSwitch(CLI::App& app, const std::string& name, bool& value,
                       const std::string& text) {
  return app.add_flag(name, value, text)->envname(EnvironmentName(name));
}

void DeclareWhereAndWhat(CLI::App& app, Config& config) {
  Add(app, "--host", config.host, "Address to listen on; localhost is 127.0.0.1 and ::1")
      ->capture_default_str();
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
  Add(app, "--s3-host", config.s3_hosts,
      "A name of this server: <bucket>.<name> is a bucket of S3; may be given again")
      ->check(CheckHostName)
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME");
  AddSwitch(
      app, "--tls", config.tls,
      "HTTPS beside HTTP on the same port, by a certificate that is made and kept with the data");
  Add(app, "--tls-cert", config.tls_cert,
      "HTTPS by this certificate: a PEM file, with its chain behind it")
      ->type_name("FILE");
  Add(app, "--tls-key", config.tls_key, "The key of --tls-cert, without a pass phrase: a PEM file")
      ->type_name("FILE");
  AddSwitch(app, "--create-buckets", config.create_buckets,
            "An S3 PUT to a missing bucket creates it (jobs still fail)");
}

void DeclareWhoAndLog(CLI::App& app, Config& config) {
  CLI::Option* credentials = Add(app, "--credentials", config.credentials,
                                 "A file of access keys, one a line: key, secret, 12-digit account")
                                 ->check(CLI::ExistingFile);
  AddSwitch(app, "--verify-signatures", config.verify_signatures,
            "Refuse requests that no key of --credentials has signed")
      ->needs(credentials);
  AddSwitch(app, "--no-control", config.no_control, "Answer nothing under /_portside/ but health");
  Add(app, "--control-token", config.control_token,
      "Whoever calls the control plane must bear this token")
      ->type_name(kSecret);
  Add(app, "--keep-requests", config.keep_requests,
      "Requests that /_portside/requests shows; 0: none")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  Add(app, "--init", config.init,
      "An init file: buckets, objects and calls to begin with; may be given again")
      ->check(CLI::ExistingFile)
      ->delimiter(',')
      ->allow_extra_args(false);
  Add(app, "--init-dir", config.init_dir, "Runs each .yaml, .yml and .json file there, by name")
      ->check(CLI::ExistingDirectory);
  Add(app, "--runners", config.runners,
      "A file of commands and addresses that do the work of SageMaker's jobs and endpoints")
      ->check(CLI::ExistingFile);
  Add(app, "--event-target", config.event_target,
      "A URL to which the transitions of jobs are posted, as EventBridge's events")
      ->check(CheckHttpUrl)
      ->type_name("URL");
  Add(app, "--log-level", config.log_level, "One of " + std::string(log::LevelNames()))
      ->check(CheckLogLevel)
      ->capture_default_str();
  Add(app, "--log-format", config.log_format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

// After the parsing, because a flag, the environment and the file count alike.
void CheckTls(const Config& config) {
  const auto refuse = [](const std::string& text) { throw CLI::ValidationError(text); };
  if (config.tls && !config.tls_cert.empty()) {
    refuse("--tls makes a certificate, --tls-cert names one: give one of the two");
  }
  if (!config.tls_cert.empty() && config.tls_key.empty()) refuse("--tls-cert needs --tls-key");
  if (!config.tls_key.empty() && config.tls_cert.empty()) refuse("--tls-key needs --tls-cert");
}

// A bool for a switch, a number where the option takes one.
Json ValueOf(const CLI::Option& option) {
  const bool is_switch = option.get_expected_min() == 0;
  std::string text = option.get_default_str();
  if (option.count() > 0) {
    text = is_switch ? (option.as<bool>() ? "true" : "false") : option.as<std::string>();
  }
  if (is_switch) return text == "true";
  if (text.empty()) return nullptr;
  const std::string type = option.get_type_name();
  if (type == kSecret) return "***";
  if (type.starts_with("UINT") || type.starts_with("INT") || type.starts_with("FLOAT")) {
    if (std::optional<Json> number = ParseJson(text)) return std::move(*number);
  }
  return text;
}

}  // namespace

// CLI11 reads the file before the environment and lets the first win. Here the environment wins:
// what it says of an option is taken out of the file.
class ServeOptions::FileBelowEnvironment final : public CLI::ConfigTOML {
 public:
  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    std::vector<CLI::ConfigItem> settings = CLI::ConfigTOML::from_config(input);
    std::erase_if(settings, [](const CLI::ConfigItem& item) {
      return IsInEnvironment(EnvironmentName("--" + item.name));
    });
    for (const CLI::ConfigItem& item : settings) names_.insert(item.name);
    return settings;
  }
  [[nodiscard]] bool Has(const std::string& name) const { return names_.contains(name); }

 private:
  mutable std::set<std::string> names_;  // that the file sets
};

ServeOptions::ServeOptions(CLI::App& app, Config& config)
    : app_(app), file_(std::make_shared<FileBelowEnvironment>()) {
  DeclareWhereAndWhat(app, config);
  DeclareWhoAndLog(app, config);
  app.callback([&config] { CheckTls(config); });
  // CLI11 would read this variable too late to open the file; its name is for the help.
  const char* file = std::getenv("PORTSIDE_CONFIG");
  app.set_config("--config", file == nullptr ? "" : file,
                 "A file of options, one `name = value` a line (TOML)", file != nullptr)
      ->envname("PORTSIDE_CONFIG");
  app.config_formatter(file_);
  app.allow_config_extras(CLI::config_extras_mode::error);
}

ServeOptions::~ServeOptions() = default;

std::vector<ServeOptions::Setting> ServeOptions::Settings() const {
  const std::vector<CLI::Option*> flags = app_.parse_order();
  std::vector<Setting> settings;
  const CLI::App& app = app_;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_envname().empty()) continue;
    Setting setting{.name = option->get_lnames().front(), .value = ValueOf(*option)};
    if (std::find(flags.begin(), flags.end(), option) != flags.end()) {
      setting.source = "flag";
    } else if (file_->Has(setting.name)) {
      setting.source = "file";
      setting.from = app_.get_config_ptr()->as<std::string>();
    } else if (IsInEnvironment(option->get_envname())) {
      setting.source = "environment";
      setting.from = option->get_envname();
    } else {
      setting.source = "default";
    }
    settings.push_back(std::move(setting));
  }
  return settings;
}

}  // namespace portside
