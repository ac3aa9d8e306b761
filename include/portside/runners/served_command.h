// SPDX-License-Identifier: Apache-2.0
//
// ServedCommand: a command that runs beside everything else until it is ended, because it serves a
// model on a port of this machine. ModelServers starts such commands, and knows which of them
// answer for which endpoint. Any thread; nothing here waits for a command's end but ~ModelServers.

#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/http_client/http_client.h"
#include "portside/runners/process.h"

namespace portside {

// A port of 127.0.0.1 that nobody listens on at the moment. std::system_error where there is none.
std::uint16_t FreeLoopbackPort();

struct ServedTask {
  std::string name;        // for Portside's log, where each of its lines is written
  ProcessRequest request;  // its stop, kill and on_line are set here
  std::uint16_t port = 0;  // that it was told to listen on
  // Kept until the command has ended: the folder that it runs in.
  std::shared_ptr<const void> keeps;
};

class ServedCommand {
 public:
  struct State;
  explicit ServedCommand(std::shared_ptr<State> state);
  // Ends it: SIGTERM, and SIGKILL once the request's grace has passed.
  ~ServedCommand();
  ServedCommand(const ServedCommand&) = delete;
  ServedCommand& operator=(const ServedCommand&) = delete;

  [[nodiscard]] HttpUrl url() const;
  // It answered: from now on it is started again where it ends by itself, after a pause that grows
  // from a second to a minute.
  void SetUp();
  // Why it has ended for good, as half a sentence ("ended with exit code 1"); empty: it has not.
  [[nodiscard]] std::string end() const;
  // What it wrote since the last call, at most limits::kServedLines lines, the newest.
  std::vector<std::string> TakeLines();

 private:
  std::shared_ptr<State> state_;
};

class ModelServers {
 public:
  // By the name of the variant that each answers for.
  using OfEndpoint = std::map<std::string, std::shared_ptr<ServedCommand>>;

  ModelServers();
  // Kills all of them and waits for that.
  ~ModelServers();
  ModelServers(const ModelServers&) = delete;
  ModelServers& operator=(const ModelServers&) = delete;

  // The error is a sentence: there are limits::kServedCommands already.
  Expected<std::shared_ptr<ServedCommand>, std::string> Start(ServedTask task);

  // Null: nothing answers for it.
  [[nodiscard]] std::shared_ptr<ServedCommand> Find(const std::string& endpoint_arn,
                                                    const std::string& variant) const;
  // What answered before is ended.
  void Replace(const std::string& endpoint_arn, OfEndpoint servers);
  // Ends what answers for the endpoints whose ARN is meant.
  void End(const std::function<bool(std::string_view arn)>& is_meant);
  // Kills all, without waiting; none is started any more.
  void Kill();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace portside
