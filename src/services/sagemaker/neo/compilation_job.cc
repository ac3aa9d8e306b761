// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/compilation_job.h"

#include "portside/base/digest.h"
#include "portside/base/limits.h"
#include "portside/formats/tar_gz.h"
#include "services/sagemaker/neo/compiled_model.h"
#include "services/sagemaker/neo/data_input_config.h"
#include "services/sagemaker/neo/neo_frameworks.h"
#include "services/sagemaker/neo/neo_targets.h"

namespace portside::sagemaker {
namespace {

template <typename T>
using Step = Expected<T, JobFailure>;

// The longest FailureReason (botocore model).
constexpr std::size_t kFailureReasonBytes = 1024;

auto InputProblem(const std::string& text) {
  return Fail(JobFailure{"InputConfiguration: " + text});
}

// The three texts are the developer guide's.
Step<std::string> ReadModel(const WorkContext& context, const S3Uri& source) {
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
  auto bytes = context.objects.ReadAll(source, limits::kJobInputBytes);
  if (bytes) return std::move(*bytes);
  if (bytes.error().code == ObjectErrorCode::kNoSuchKey) return missing();
  return InputProblem(bytes.error().Describe());
}

Step<std::vector<TarMember>> Unpack(std::string_view archive) {
  auto members = ReadTarGz(archive);
  if (members) return std::move(*members);
  return InputProblem("Unable to untar input model. Please confirm the model is a tar.gz file");
}

// The inputs of the model: what the request says, or what the model itself says where Neo can read
// it. A framework that derives them may end without any: then compiled.meta lists none.
Step<DataInputConfig> ReadInputs(const Json& input_config, const Json& output_config,
                                 const std::vector<TarMember>& members) {
  std::string text = StringOr(input_config, "DataInputConfig");
  if (text.empty()) {
    const std::string framework = StringOr(input_config, "Framework");
    if (!DerivesDataInputConfig(framework, StringOr(input_config, "FrameworkVersion"),
                                StringOr(output_config, "TargetDevice"))) {
      // Neo's loader says this where it gets no shape.
      return InputProblem(
          "data_shape not found. Make sure a valid data_shape parameter is provided.");
    }
    text = DeriveDataInputConfig(framework, members).value_or("");
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

Step<std::string> WriteModel(const WorkContext& context, const S3Uri& target,
                             const std::string& bytes) {
  const auto written = context.objects.WriteAll(target, bytes, "application/x-gzip");
  if (written) return target.ToString();
  JobFailure failure = ToJobFailure(written.error());
  failure.reason = "OutputConfiguration: " + failure.reason;
  return Fail(std::move(failure));
}

}  // namespace

WorkResult CompileModel(WorkContext& context) {
  const Json& input_config = context.job.document.at("InputConfig");
  const Json& output_config = context.job.document.at("OutputConfig");
  // Create has made sure that both parse.
  const S3Uri source = S3Uri::Parse(StringOr(input_config, "S3Uri")).value();
  const S3Uri location = S3Uri::Parse(StringOr(output_config, "S3OutputLocation")).value();

  const std::string framework = StringOr(input_config, "Framework");
  const std::string framework_version = StringOr(input_config, "FrameworkVersion");
  const std::string archive = TRY(ReadModel(context, source));
  std::vector<TarMember> members = TRY(Unpack(archive));
  const DataInputConfig config = TRY(ReadInputs(input_config, output_config, members));
  if (auto problem = CheckModelFiles(framework, members, source.ToString())) {
    return Fail(JobFailure{std::move(*problem)});
  }
  // A stopped job leaves no output behind; its result would be dropped anyway.
  if (context.stop.stop_requested()) return Fail(JobFailure{"The compilation job was stopped."});

  const std::string compiled = WriteTarGz(CompiledMembers(
      std::move(members), {framework, framework_version, output_config, config.inputs}));
  const S3Uri target = location.Join(CompiledModelName(source.key, TargetName(output_config)));
  const std::string written = TRY(WriteModel(context, target, compiled));

  WorkOutput output;
  output.document["ModelArtifacts"] = {{"S3ModelArtifacts", written}};
  // Documented as a BLAKE2 hash; of its variants, 512 bits are what another emulator's answer
  // shows.
  output.document["ModelDigests"] = {
      {"ArtifactDigest", HexDigest(DigestAlgorithm::kBlake2b512, compiled)}};
  if (!config.inputs.empty()) {
    output.document["DerivedInformation"] = {{"DerivedDataInputConfig", DumpJson(config.value)}};
  }
  return output;
}

std::string FailureText(const JobFailure& failure) {
  constexpr std::string_view kCut = " … (shortened)";
  std::string text =
      (failure.type == "SERVER_ERROR" ? "ServerError: " : "ClientError: ") + failure.reason;
  if (text.size() <= kFailureReasonBytes) return text;
  std::size_t end = kFailureReasonBytes - kCut.size();
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // UTF-8
  return text.substr(0, end) + std::string(kCut);
}

void SetFailureReason(Json& document, const JobFailure& failure) {
  document["FailureReason"] = FailureText(failure);
}

}  // namespace portside::sagemaker
