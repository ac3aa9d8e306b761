// SPDX-License-Identifier: Apache-2.0
//
// A person's command that serves a model (docs/RUNNERS.md): it finds the model where its container
// would, is told a port, and answers there as a container does.

#pragma once

#include <map>
#include <memory>
#include <string>

#include "portside/jobs/job_work.h"
#include "portside/runners/runners.h"

namespace portside::sagemaker {

struct ModelTask {
  const Runner& runner;
  // As of CreateModel: ModelDataUrl, ModelDataSource, Environment.
  const Json& container;
  std::string name;                                  // for Portside's log
  std::map<std::string, std::string> environment{};  // beside the container's own
};

// Puts the model below /opt/ml/model of a folder of its own and starts the command, which is told
// its port by PORTSIDE_PORT and SAGEMAKER_BIND_TO_PORT. It ends when nobody holds it any more.
Expected<std::shared_ptr<ServedCommand>, JobFailure> StartModel(const WorkContext& context,
                                                                const ModelTask& task);

// Blocks until GET /ping answers 200, for four minutes at most. The error is half a sentence; it is
// empty where there is no more to say than that. `command`: what serves there, if it is one of
// ours.
Expected<void, std::string> AwaitPing(const WorkContext& context, const HttpUrl& server,
                                      ServedCommand* command = nullptr);

// The container of a model whose command is meant: the first.
Json ServedContainer(const Json& model);

}  // namespace portside::sagemaker
