// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/model_process.h"

#include <poll.h>

#include "services/sagemaker/jobs/job_command.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_folder.h"
#include "services/sagemaker/runtime/model_server.h"

namespace portside::sagemaker {
namespace {

constexpr const char* kModelFolder = "/opt/ml/model";

// Until when a server must answer /ping; about four minutes, documented.
constexpr auto kStartupTime = std::chrono::milliseconds(240'000);
constexpr auto kPause = std::chrono::milliseconds(100);

// Between SIGTERM and SIGKILL, documented of containers that serve.
constexpr auto kGrace = std::chrono::seconds(30);

Expected<void, JobFailure> StageModel(const WorkContext& context, const Json& container,
                                      const JobFolder& folder) {
  folder.MakeFolder(kModelFolder);
  const Json source =
      container.value("ModelDataSource", Json::object()).value("S3DataSource", Json::object());
  const std::string location = StringOr(source, "S3Uri", StringOr(container, "ModelDataUrl"));
  if (location.empty()) return {};
  const auto uri = S3Uri::Parse(location);
  if (!uri) return Fail(JobFailure{"The model data at " + location + " is not in Amazon S3."});
  if (StringOr(source, "CompressionType", "Gzip") == "Gzip" && !location.ends_with('/')) {
    return folder.Unpack(context, *uri, kModelFolder);
  }
  return folder.Stage(context, InputForm::kPrefix, location, kModelFolder);
}

}  // namespace

Expected<std::shared_ptr<ServedCommand>, JobFailure> StartModel(const WorkContext& context,
                                                                const ModelTask& task) {
  const std::uint16_t port = FreeLoopbackPort();
  const auto folder = std::make_shared<const JobFolder>(
      context.runners->scratch(),
      std::to_string(context.job.sequence) + "-" + std::to_string(port));
  TRY(StageModel(context, task.container, *folder));
  std::map<std::string, std::string> environment = task.environment;
  AddEnvironment(task.container, environment);
  environment["SM_MODEL_DIR"] = folder->At(kModelFolder).string();
  environment["PORTSIDE_PORT"] = environment["SAGEMAKER_BIND_TO_PORT"] = std::to_string(port);
  ServedTask served{.name = task.name,
                    .request = RequestOf(task.runner, *folder, environment),
                    .port = port,
                    .keeps = folder};
  served.request.grace = kGrace;
  auto started = context.runners->servers().Start(std::move(served));
  if (!started) return Fail(JobFailure{started.error()});
  return std::move(*started);
}

Expected<void, std::string> AwaitPing(const WorkContext& context, const HttpUrl& server,
                                      ServedCommand* command) {
  for (auto tries = kStartupTime / kPause; tries > 0; --tries) {
    if (AnswersPing(server)) {
      if (command != nullptr) command->SetUp();
      return {};
    }
    if (context.stop.stop_requested()) break;
    if (const std::string end = command == nullptr ? "" : command->end(); !end.empty()) {
      return Fail("Its command " + end + ".");
    }
    poll(nullptr, 0, kPause.count());  // this thread does nothing but wait for that server
  }
  return Fail(std::string());
}

Json ServedContainer(const Json& model) {
  if (model.contains("PrimaryContainer")) return model.at("PrimaryContainer");
  const Json list = model.value("Containers", Json::array());
  return list.empty() ? Json::object() : list.front();
}

}  // namespace portside::sagemaker
