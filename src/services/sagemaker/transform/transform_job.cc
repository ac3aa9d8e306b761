// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/transform/transform_job.h"

#include "portside/formats/gzip.h"
#include "portside/objects/object_stream.h"
#include "portside/runners/runners.h"
#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/hosting/model_process.h"
#include "services/sagemaker/jobs/job_command.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_inputs.h"
#include "services/sagemaker/jobs/job_outputs.h"
#include "services/sagemaker/transform/transform_plan.h"

namespace portside::sagemaker {
namespace {

// Recorded; which of the two depends on who is to blame.
constexpr const char* kClientFailure = "ClientError: See job logs for more information";
constexpr const char* kModelFailure = "AlgorithmError: See job logs for more information";

// The model behind an address.
class ModelServer {
 public:
  ModelServer(const HttpUrl& url, const Json& document)
      : client_(url, {.pause_time = TimeOf(document), .body_bytes = limits::kTransformAnswerBytes}),
        retries_(ConfigOf(document).value("InvocationsMaxRetries", 3)) {
    request_.method = "POST";
    request_.target = "/invocations";
    const std::string type = StringOr(document.at("TransformInput"), "ContentType");
    const std::string accept = StringOr(document.at("TransformOutput"), "Accept");
    if (!type.empty()) request_.headers.Set("Content-Type", type);
    if (!accept.empty()) request_.headers.Set("Accept", accept);
  }

  Expected<std::string, std::string> operator()(const std::string& body) {
    request_.body = body;
    std::string problem;
    for (std::int64_t attempt = 0; attempt <= retries_; ++attempt) {
      auto answer = client_.Send(request_);
      if (answer && answer->status == 200) return std::get<std::string>(std::move(answer->body));
      if (answer && answer->status < 500) {
        return Fail("ClientError: " + std::to_string(answer->status));
      }
      failed_itself_ = true;
      problem = answer
                    ? "Bad HTTP status received from algorithm: " + std::to_string(answer->status)
                    : answer.error();
    }
    return Fail(problem);
  }
  // Not the client.
  [[nodiscard]] bool failed_itself() const { return failed_itself_; }

 private:
  static Json ConfigOf(const Json& document) {
    return document.value("ModelClientConfig", Json::object());
  }
  static std::chrono::milliseconds TimeOf(const Json& document) {
    return std::chrono::seconds(ConfigOf(document).value("InvocationsTimeoutInSeconds", 600));
  }

  HttpClient client_;
  HttpRequest request_;
  std::int64_t retries_;
  bool failed_itself_ = false;
};

class Work {
 public:
  Work(WorkContext& context, TransformPlan plan, const InvokeModel& invoke)
      : context_(context), plan_(std::move(plan)), invoke_(invoke) {}

  // All objects, also behind one that failed.
  Expected<bool, JobFailure> Run() {
    const Json& document = context_.job.document;
    const Json& source = document.at("TransformInput").at("DataSource").at("S3DataSource");
    bool all = true;
    const auto take = [&](const InputObject& object) -> Expected<void, JobFailure> {
      if (context_.stop.stop_requested()) return Fail(Stopped());
      const bool taken = TRY(Take(object));
      all = all && taken;
      return {};
    };
    TRY(VisitInput(context_.objects, FormOf(source), StringOr(source, "S3Uri"),
                   PathRule::kFromLastSlash, take));
    return all;
  }

 private:
  // False: it failed, and has no output.
  Expected<bool, JobFailure> Take(const InputObject& object) {
    auto reader = context_.objects.Open(object.uri.bucket, object.uri.key);
    if (!reader) return Fail(DownloadFailure(object.uri, reader.error()));
    const Json& output = context_.job.document.at("TransformOutput");
    const S3Uri target =
        S3Uri::Parse(StringOr(output, "S3OutputPath")).value().Join(object.path + ".out");
    auto writer = context_.objects.Put(
        target.bucket, target.key,
        OutputAttributes(context_.job, StringOr(output, "Accept", "application/octet-stream"),
                         StringOr(output, "KmsKeyId")));
    if (!writer) return Fail(UploadFailure(writer.error()));
    ObjectOutput written(std::move(*writer));
    ObjectInput bytes(**reader);
    const auto transformed = TransformFrom([&] { return bytes(); },
                                           [&](std::string_view piece) { written.Write(piece); });
    if (context_.stop.stop_requested()) return Fail(Stopped());
    if (!transformed) {
      context_.log.Line(object.uri.ToString() + ": " + transformed.error());
      return false;
    }
    const auto committed = written.Commit();
    if (!committed) return Fail(UploadFailure(committed.error()));
    return true;
  }

  Expected<void, std::string> TransformFrom(const ByteSource& bytes, const ByteSink& write) {
    if (!plan_.unzips) return TransformBytes(plan_, bytes, invoke_, context_.stop, write);
    const GunzipInput unzipped(bytes);
    TRY(TransformBytes(plan_, unzipped, invoke_, context_.stop, write));
    if (unzipped.error()) return Fail(unzipped.error()->Describe());
    return {};
  }

  WorkContext& context_;
  TransformPlan plan_;
  const InvokeModel& invoke_;
};

std::string StrategyOf(const Json& document) {
  return StringOr(document, "BatchStrategy") == "SingleRecord" ? "SINGLE_RECORD" : "MULTI_RECORD";
}

// A runner's command, started for the job; its lines are the job's log.
class ModelCommand {
 public:
  ModelCommand(WorkContext& context, const Runner& runner) : context_(context), runner_(runner) {}
  ~ModelCommand() = default;
  ModelCommand(const ModelCommand&) = delete;
  ModelCommand& operator=(const ModelCommand&) = delete;

  // Where it answers; empty: it does not, and the log says why.
  std::optional<HttpUrl> Start() {
    const Json& document = context_.job.document;
    // As a container of a transform job has it, documented.
    std::map<std::string, std::string> environment = {
        {"SAGEMAKER_BATCH", "true"},
        {"SAGEMAKER_BATCH_STRATEGY", StrategyOf(document)},
        {"SAGEMAKER_MAX_PAYLOAD_IN_MB", std::to_string(document.value("MaxPayloadInMB", 6))}};
    Json container = document.value("ModelContainer", Json::object());
    if (document.contains("Environment")) {
      container["Environment"].update(document.at("Environment"));
    }
    auto started = StartModel(context_, {.runner = runner_,
                                         .container = container,
                                         .name = context_.job.name,
                                         .environment = std::move(environment)});
    if (!started) return Refuse(started.error().reason);
    command_ = std::move(*started);
    const auto up = AwaitPing(context_, command_->url(), command_.get());
    WriteLines();
    if (!up) return Refuse("The model did not answer GET /ping. " + up.error());
    return command_->url();
  }
  void WriteLines() {
    if (command_ == nullptr) return;
    for (const std::string& line : command_->TakeLines()) context_.log.Line(line);
  }

 private:
  std::optional<HttpUrl> Refuse(const std::string& why) {
    context_.log.Line(why);
    return std::nullopt;
  }

  WorkContext& context_;
  const Runner& runner_;
  std::shared_ptr<ServedCommand> command_;
};

}  // namespace

WorkResult Transform(WorkContext& context) {
  const Json& document = context.job.document;
  TransformPlan plan = PlanOf(document).value();  // Create has refused what cannot be planned
  const Runner* runner =
      FindRunner(context, RunnerKind::kTransform, StringOr(document, "ModelImage"));
  std::optional<ModelCommand> command;
  std::optional<ModelServer> server;
  if (runner != nullptr) {
    std::optional<HttpUrl> url = runner->url;
    if (!url) url = command.emplace(context, *runner).Start();
    if (!url) return Fail(JobFailure{kModelFailure});
    server.emplace(*url, document);
  }
  const InvokeModel invoke = [&](const std::string& body) -> Expected<std::string, std::string> {
    if (server) return (*server)(body);
    return body;
  };
  if (!server) {
    context.log.Line("No runner matches this job: its records are given back as they are.");
  }
  auto ran = Work(context, std::move(plan), invoke).Run();
  if (command) command->WriteLines();
  const bool all = TRY(std::move(ran));
  if (all) return WorkOutput{};
  return Fail(JobFailure{server && server->failed_itself() ? kModelFailure : kClientFailure});
}

}  // namespace portside::sagemaker
