// SPDX-License-Identifier: Apache-2.0
//
// Runners: a person's own commands and addresses that do the work of jobs and answer for endpoints,
// as a file names them (--runners; docs/RUNNERS.md). Without one that matches, work is a stand-in.
//
//   parallel: 4
//   runners:
//     - kind: training
//       name: nightly-*
//       command: [python3, train.py]
//       folder: train
//     - kind: endpoint
//       name: demo
//       url: http://localhost:8080
//     - kind: endpoint
//       command: [python3, serve.py]
//
// Read once at start, never over HTTP: whoever may write the file may run commands already. A
// constant afterwards; any thread.

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "portside/http_client/http_client.h"
#include "portside/runners/served_command.h"
#include "portside/yaml/yaml_node.h"

namespace portside {

enum class RunnerKind { kTraining, kProcessing, kTransform, kEndpoint };

// Of jobs and endpoints that match, one of `command` and `url` is given.
struct Runner {
  RunnerKind kind = RunnerKind::kTraining;
  std::string name = "*";   // a glob over the job's name, or the endpoint's
  std::string image = "*";  // a glob over the image that it names
  std::vector<std::string> command;
  // Instead of a command, for transform and endpoint: of what answers GET /ping and POST
  // /invocations. A command of these kinds does so on the port that it is given.
  std::optional<HttpUrl> url;
  // Of a command: where it is started; empty: in the folder that is made for the job.
  std::string folder;
  std::map<std::string, std::string> environment;  // added to the job's own
  // Of a command: hyperparameters follow it as --name value, as the SageMaker toolkits do.
  bool hyperparameters_as_arguments = false;
};

class Runners {
 public:
  Runners() = default;

  static FileResult<Runners> Read(const std::string& path);
  // `file` is for errors, and relative folders begin beside it.
  static FileResult<Runners> Parse(const std::string& file, std::string_view bytes);

  // The first that matches; null: there is none.
  [[nodiscard]] const Runner* Find(RunnerKind kind, std::string_view name,
                                   std::string_view image) const;
  [[nodiscard]] bool empty() const { return runners_.empty(); }
  // How many commands run at once.
  [[nodiscard]] std::size_t parallel() const { return parallel_; }

  // Where the folders of jobs are made, each while its command runs; set by whoever owns the data
  // directory.
  [[nodiscard]] const std::string& scratch() const { return scratch_; }
  void SetScratch(std::string folder) { scratch_ = std::move(folder); }

  // The program ends: commands that run are killed, and their jobs begin anew at its next start.
  void EndAll() {
    ending_.request_stop();
    servers_->Kill();
  }
  [[nodiscard]] std::stop_token ending() const { return ending_.get_token(); }

  // The commands that serve models at the moment; copies of this have the same.
  [[nodiscard]] ModelServers& servers() const { return *servers_; }

 private:
  std::vector<Runner> runners_;
  std::size_t parallel_ = 4;
  std::string scratch_;
  std::stop_source ending_;
  std::shared_ptr<ModelServers> servers_ = std::make_shared<ModelServers>();
};

}  // namespace portside
