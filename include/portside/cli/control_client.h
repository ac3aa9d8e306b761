// SPDX-License-Identifier: Apache-2.0
//
// ControlClient: the control plane of a running server, as the commands call it. A refusal is an
// error with the server's own words.

#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/http/message.h"

namespace portside::cli {

// Why a command ends, for one line on stderr.
struct CliError {
  std::string message;
  int status = 1;  // 2: the command was used in a wrong way
};

template <typename T>
using CliResult = Expected<T, CliError>;

class ControlClient {
 public:
  virtual ~ControlClient() = default;

  CliResult<Json> Get(const std::string& target) { return Call("GET", target, nullptr); }
  CliResult<Json> Post(const std::string& target, const Json& body) {
    return Call("POST", target, &body);
  }
  CliResult<Json> Put(const std::string& target, const Json& body) {
    return Call("PUT", target, &body);
  }
  CliResult<Json> Delete(const std::string& target) { return Call("DELETE", target, nullptr); }

  // A GET whose answer comes in pieces. `take` says false where it cannot go on.
  virtual CliResult<void> Download(const std::string& target,
                                   const std::function<bool(std::string_view)>& take) = 0;
  // A PUT of a file, which is never in memory as a whole.
  virtual CliResult<Json> Upload(const std::string& target, const std::filesystem::path& file) = 0;

 protected:
  virtual CliResult<Json> Call(const std::string& method, const std::string& target,
                               const Json* body) = 0;
};

// The JSON of an answer, or the message of a refusal.
CliResult<Json> ReadAnswer(const HttpResponse& answer);

// Which server, and how it is to be met.
struct ServerAccess {
  std::string url;
  std::string token;        // for its control plane; may be ""
  std::string authorities;  // a PEM file that https:// trusts as well; may be ""
};
inline constexpr const char* kAuthoritiesHelp =
    "Authorities to trust for https://, a PEM file, besides the system's and AWS_CA_BUNDLE";

// Makes the client of a server; an address that is none is wrong usage.
using MakeClient =
    std::function<CliResult<std::unique_ptr<ControlClient>>(const ServerAccess& server)>;
CliResult<std::unique_ptr<ControlClient>> MakeHttpControlClient(const ServerAccess& server);

}  // namespace portside::cli
