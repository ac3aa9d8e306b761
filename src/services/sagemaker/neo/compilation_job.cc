// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/compilation_job.h"

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/failure_reason.h"
#include "services/sagemaker/neo/compiled_model.h"
#include "services/sagemaker/neo/data_input_config.h"
#include "services/sagemaker/neo/neo_frameworks.h"
#include "services/sagemaker/neo/neo_targets.h"

namespace portside::sagemaker {
namespace {

template <typename T>
using Step = Expected<T, JobFailure>;

// The member has no upper bound, and a time has.
constexpr std::chrono::seconds kLongestRuntime = limits::kLongestDuration;

auto InputProblem(const std::string& text) {
  return Fail(JobFailure{"InputConfiguration: " + text});
}

// The three texts are the developer guide's.
Step<std::shared_ptr<ObjectReader>> OpenModel(const WorkContext& context, const S3Uri& source) {
  const auto missing = [&source] {
    return InputProblem("S3 object does not exist. Bucket: " + source.bucket +
                        ", Key: " + source.key);
  };
  const auto bucket = context.objects.FindBucket(source.bucket);
  if (!bucket) {
    if (bucket.error().code == ObjectErrorCode::kNoSuchBucket) return missing();
    return InputProblem(bucket.error().Describe());
  }
  if (bucket->region != context.job.region) {
    return InputProblem("Bucket " + source.bucket + " is in region " + bucket->region +
                        " which is different from AWS Sagemaker service region " +
                        context.job.region);
  }
  // A location without a key is the bucket: there is no such object.
  if (source.key.empty()) return missing();
  auto reader = context.objects.Open(source.bucket, source.key);
  if (!reader && reader.error().code == ObjectErrorCode::kNoSuchKey) return missing();
  if (!reader) return InputProblem(reader.error().Describe());
  const std::uint64_t size = (*reader)->info().size;
  if (size > limits::kModelBytes) {
    return InputProblem(TooLarge(source, size, limits::kModelBytes).Describe());
  }
  return std::shared_ptr<ObjectReader>(std::move(*reader));
}

Step<ModelArchive> Unpack(std::shared_ptr<ObjectReader> reader) {
  auto archive = ModelArchive::Examine(std::move(reader));
  if (archive) return std::move(*archive);
  return InputProblem("Unable to untar input model. Please confirm the model is a tar.gz file");
}

// The inputs of the model: what the request says, or what the model itself says where Neo can read
// it. A framework that derives them may end without any: then compiled.meta lists none.
Step<DataInputConfig> ReadInputs(const Json& input_config, const Json& output_config,
                                 const ModelArchive& archive) {
  std::string text = StringOr(input_config, "DataInputConfig");
  if (text.empty()) {
    const std::string framework = StringOr(input_config, "Framework");
    if (!DerivesDataInputConfig(framework, StringOr(input_config, "FrameworkVersion"),
                                StringOr(output_config, "TargetDevice"))) {
      // Neo's loader says this where it gets no shape.
      return InputProblem(
          "data_shape not found. Make sure a valid data_shape parameter is provided.");
    }
    text = DeriveDataInputConfig(framework, archive).value_or("");
    if (text.empty()) return DataInputConfig{};
  }
  auto config = ParseDataInputConfig(text);
  if (!config) return InputProblem(config.error());
  if (config->inputs.empty()) {
    return InputProblem(
        "data_shape not found. Make sure a valid data_shape parameter is provided.");
  }
  return std::move(*config);
}

JobFailure OutputProblem(const ObjectError& error) {
  JobFailure failure = ToJobFailure(error);
  failure.reason = "OutputConfiguration: " + failure.reason;
  return failure;
}

// Writes the compiled archive, the model's files and then what Neo adds; gives its digest.
// Documented as a BLAKE2 hash; of its variants, 512 bits are what another emulator's answer shows.
Step<std::string> WriteModel(const WorkContext& context, const S3Uri& target,
                             const ModelArchive& model, const CompiledModelRequest& request) {
  auto writer = context.objects.Put(target.bucket, target.key,
                                    OutputAttributes(context.job, "application/x-gzip",
                                                     StringOr(request.output_config, "KmsKeyId")));
  if (!writer) return Fail(OutputProblem(writer.error()));
  ObjectOutput output(std::move(*writer));
  Hasher digest(DigestAlgorithm::kBlake2b512);
  TarGzWriter archive([&](std::string_view piece) {
    digest.Update(piece);
    output.Write(piece);
  });

  const std::vector<AddedFile> added = AddedFiles(model.files(), request);
  const auto copied = model.Copy(
      [&](const ArchiveFile& file) { return !IsAdded(file.path, added); }, archive, context.stop);
  if (!copied) return Fail(JobFailure{copied.error().Describe(), "SERVER_ERROR"});
  // A stopped job leaves no output behind; its result would be dropped anyway.
  if (context.stop.stop_requested()) return Fail(JobFailure{"The compilation job was stopped."});
  for (const AddedFile& file : added) archive.Add(file.path, file.bytes);
  archive.Finish();
  const auto committed = output.Commit();
  if (!committed) return Fail(OutputProblem(committed.error()));
  return HexEncode(digest.Finish());
}

std::string Counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

void LogFiles(const ModelArchive& model, JobLog& log) {
  constexpr std::size_t kShown = 100;
  log.Line("The archive has " + Counted(model.files().size(), "file") + ":");
  std::size_t shown = 0;
  for (const ArchiveFile& file : model.files()) {
    if (++shown > kShown)
      return log.Line("  and " + Counted(model.files().size() - kShown, "more"));
    log.Line("  " + file.path + ", " + Counted(file.size, "byte"));
  }
}

WorkResult Compile(WorkContext& context) {
  const Json& input_config = context.job.document.at("InputConfig");
  const Json& output_config = context.job.document.at("OutputConfig");
  // Create has made sure that both parse.
  const S3Uri source = S3Uri::Parse(StringOr(input_config, "S3Uri")).value();
  const S3Uri location = S3Uri::Parse(StringOr(output_config, "S3OutputLocation")).value();

  const std::string framework = StringOr(input_config, "Framework");
  const std::string framework_version = StringOr(input_config, "FrameworkVersion");
  const auto reader = TRY(OpenModel(context, source));
  context.log.Line("Reading the model " + source.ToString() + ", " +
                   Counted(reader->info().size, "byte") + ".");
  const ModelArchive model = TRY(Unpack(reader));
  LogFiles(model, context.log);
  const DataInputConfig config = TRY(ReadInputs(input_config, output_config, model));
  if (auto problem = CheckModelFiles(framework, model.files(), source.ToString())) {
    return Fail(JobFailure{std::move(*problem)});
  }
  context.log.Line("Framework " + framework +
                   (framework_version.empty() ? "" : " " + framework_version) + ", inputs " +
                   DumpJson(config.value) + ", target " + TargetName(output_config) + ".");
  const S3Uri target = location.Join(CompiledModelName(source.key, TargetName(output_config)));
  const std::string digest = TRY(WriteModel(
      context, target, model, {framework, framework_version, output_config, config.inputs}));
  context.log.Line("Wrote " + target.ToString() +
                   ". The compiled objects in it are stand-ins: Portside compiles nothing.");

  WorkOutput output;
  output.document["ModelArtifacts"] = {{"S3ModelArtifacts", target.ToString()}};
  output.document["ModelDigests"] = {{"ArtifactDigest", digest}};
  if (!config.inputs.empty()) {
    output.document["DerivedInformation"] = {{"DerivedDataInputConfig", DumpJson(config.value)}};
  }
  return output;
}

}  // namespace

WorkResult CompileModel(WorkContext& context) {
  WorkResult result = Compile(context);
  if (!result) context.log.Line(FailureText(result.error()));
  return result;
}

std::optional<TimeLimit> CompilationTimeLimit(const Resource& job) {
  const Json& condition = job.document.at("StoppingCondition");
  const auto limit = condition.find("MaxRuntimeInSeconds");
  if (limit == condition.end()) return std::nullopt;
  const std::int64_t seconds =
      std::min(limit->get<std::int64_t>(), std::int64_t{kLongestRuntime.count()});
  return TimeLimit{std::chrono::seconds(seconds),
                   {"TimeOut: the compilation ran longer than the MaxRuntimeInSeconds of its "
                    "StoppingCondition, " +
                    std::to_string(seconds) + "."}};
}

std::string FailureText(const JobFailure& failure) {
  return CutToFailureReason((failure.type == "SERVER_ERROR" ? "ServerError: " : "ClientError: ") +
                            failure.reason);
}

void SetFailureReason(Json& document, const JobFailure& failure) {
  document["FailureReason"] = FailureText(failure);
}

}  // namespace portside::sagemaker
