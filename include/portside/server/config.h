// SPDX-License-Identifier: Apache-2.0
//
// Config: what the program was told, from flags, PORTSIDE_* environment and a config file, in this
// order of precedence. One declaration per option serves all three (CLI11).

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace portside {

struct Config {
  std::string host = "localhost";
  std::uint16_t port = 4566;  // 0: any free port
  std::string data_dir = "./portside-data";
  bool ephemeral = false;                // a temporary data directory, removed at the end
  std::string account = "000000000000";  // of callers whose access key is no account id
  std::string region = "us-east-1";      // of unsigned callers
  std::optional<std::uint64_t> seed;     // makes ids and synthetic data repeat
  double time_scale = 1.0;               // multiplies the time jobs spend in each state
  std::uint32_t workers = 2;             // threads for jobs' work
  std::vector<std::string> s3_hosts;     // below which names are buckets
  bool tls = false;                      // HTTPS beside HTTP, by a certificate of its own
  std::string tls_cert;                  // a PEM file for HTTPS, instead of that; may be ""
  std::string tls_key;                   // its key
  bool create_buckets = false;           // an S3 PUT to a missing bucket creates it, jobs fail
  bool verify_signatures = false;        // requests must be signed by one of `credentials`
  std::string credentials;               // a file of access keys, see aws/credentials.h; may be ""
  bool no_control = false;               // no control plane but health
  std::string control_token;             // that the control plane asks for; may be ""
  std::uint32_t keep_requests = 1000;    // that the control plane shows; 0: none
  std::string runners;                   // a file of commands that do the work of jobs; may be ""
  std::string event_target;              // URL to which jobs' transitions go; may be ""
  std::vector<std::string> init;         // init files, in their order
  std::string init_dir;                  // a directory of more of them; may be ""
  std::string log_level = "info";
  std::string log_format = "text";  // or "json"
};

struct ServeCommand {
  Config config;
};
struct HealthCommand {
  std::string url;          // http://127.0.0.1:4566
  std::string authorities;  // a PEM file that https:// trusts as well; may be ""
};
// One of the cli layer's, which calls a running server.
struct ClientCommand {
  std::vector<std::string> arguments;  // from its name on
};
// portside init check FILE…
struct InitCheckCommand {
  std::vector<std::string> files;
};
// Something was printed (help, version) or refused (one line on stderr): leave with this status.
struct ExitCommand {
  int status;
};
using Command =
    std::variant<ServeCommand, InitCheckCommand, HealthCommand, ClientCommand, ExitCommand>;

Command ParseCommandLine(int argc, const char* const* argv);

// Returns the exit status.
int RunClientCommand(const ClientCommand& command);

}  // namespace portside
