// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/edge_packaging_job.h"

#include <algorithm>
#include <iterator>

#include "portside/base/limits.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/edge/model_package.h"
#include "services/sagemaker/edge/preset_deployment.h"
#include "services/sagemaker/neo/compilation_job.h"

namespace portside::sagemaker {
namespace {

template <typename T>
using Step = Expected<T, JobFailure>;

// Every failure here is about the compiled model, so the text says which and what helps.
auto CompiledModelProblem(const Json& document, const std::string& problem) {
  return Fail(JobFailure{"The compiled model " + StringOr(document, "CompiledModel") +
                         " of compilation job '" + StringOr(document, "CompilationJobName") +
                         "' cannot be packaged: " + problem +
                         " Run a compilation job again and package its result."});
}

Step<ModelArchive> ReadCompiledModel(const WorkContext& context) {
  const Json& document = context.job.document;
  const S3Uri source = S3Uri::Parse(StringOr(document, "CompiledModel")).value();
  auto reader = context.objects.Open(source.bucket, source.key);
  if (!reader) return CompiledModelProblem(document, reader.error().Describe());
  const std::uint64_t size = (*reader)->info().size;
  if (size > limits::kModelBytes) {
    return CompiledModelProblem(document, TooLarge(source, size, limits::kModelBytes).Describe());
  }
  auto archive = ModelArchive::Examine(std::move(*reader));
  if (!archive) {
    return CompiledModelProblem(document,
                                "it is not a tar.gz file (" + archive.error().Describe() + ").");
  }
  if (archive->files().empty()) return CompiledModelProblem(document, "it has no files.");
  return std::move(*archive);
}

Json Metadata(const Json& document) {
  return {{"model_name", StringOr(document, "ModelName")},
          {"model_version", StringOr(document, "ModelVersion")},
          {"compilation_job_name", StringOr(document, "CompilationJobName")},
          {"target", StringOr(document, "Target")},
          {"packaged_by", "Portside"}};
}

// A package that is packaged again gets a manifest of its own.
bool IsPackaged(const ArchiveFile& file) { return file.path != kEdgeManifest; }

JobFailure OutputProblem(const S3Uri& target, const ObjectError& error) {
  JobFailure failure = ToJobFailure(error);
  failure.reason =
      "The packaged model cannot be written to " + target.ToString() + ": " + failure.reason;
  return failure;
}

// The compiled model's files, and the manifest of all of them.
Step<void> WritePackage(const WorkContext& context, const S3Uri& target,
                        const ModelArchive& compiled, const std::string& manifest) {
  auto writer = context.objects.Put(
      target.bucket, target.key,
      OutputAttributes(context.job, "application/x-gzip",
                       StringOr(context.job.document.at("OutputConfig"), "KmsKeyId")));
  if (!writer) return Fail(OutputProblem(target, writer.error()));
  ObjectOutput output(std::move(*writer));
  TarGzWriter archive([&output](std::string_view piece) { output.Write(piece); });
  const auto copied = compiled.Copy(IsPackaged, archive, context.stop);
  if (!copied) return Fail(JobFailure{copied.error().Describe(), "SERVER_ERROR"});
  // A stopped job leaves no output behind; its result would be dropped anyway.
  if (context.stop.stop_requested()) return Fail(JobFailure{"The edge packaging job was stopped."});
  archive.Add(kEdgeManifest, manifest);
  archive.Finish();
  const auto committed = output.Commit();
  if (!committed) return Fail(OutputProblem(target, committed.error()));
  return {};
}

}  // namespace

WorkResult PackageModel(WorkContext& context) {
  const Json& document = context.job.document;
  const ModelArchive compiled = TRY(ReadCompiledModel(context));
  std::vector<ArchiveFile> packaged;
  std::ranges::copy_if(compiled.files(), std::back_inserter(packaged), IsPackaged);
  const std::string manifest = EdgeManifest(packaged, Metadata(document));
  // Create has made sure that the location parses. A version may have spaces, and so the key.
  const S3Uri target = S3Uri::Parse(StringOr(document.at("OutputConfig"), "S3OutputLocation"))
                           .value()
                           .Join(StringOr(document, "ModelName") + "-" +
                                 StringOr(document, "ModelVersion") + ".tar.gz");
  TRY(WritePackage(context, target, compiled, manifest));

  WorkOutput output;
  output.document["ModelArtifact"] = target.ToString();
  output.document["ModelSignature"] = SignModel(manifest);
  if (document.contains("Component") && context.deployment_failure) {
    output.document["DeploymentFailure"] = *context.deployment_failure;
  } else if (document.contains("Component")) {
    output.commit = [component = document.at("Component")](const Resource& job, Stores& stores) {
      RegisterComponent(job, component, stores);
    };
  }
  return output;
}

void SetStatusMessage(Json& document, const JobFailure& failure) {
  document["EdgePackagingJobStatusMessage"] = FailureText(failure);
}

}  // namespace portside::sagemaker
