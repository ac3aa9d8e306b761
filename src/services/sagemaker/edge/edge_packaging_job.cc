// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/edge_packaging_job.h"

#include "portside/base/limits.h"
#include "portside/formats/tar_gz.h"
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

Step<std::vector<TarMember>> ReadCompiledModel(const WorkContext& context) {
  const Json& document = context.job.document;
  const S3Uri source = S3Uri::Parse(StringOr(document, "CompiledModel")).value();
  const auto bytes = context.objects.ReadAll(source, limits::kJobInputBytes);
  if (!bytes) return CompiledModelProblem(document, bytes.error().Describe());
  auto members = ReadTarGz(*bytes);
  if (!members) {
    return CompiledModelProblem(document,
                                "it is not a tar.gz file (" + members.error().Describe() + ").");
  }
  if (members->empty()) return CompiledModelProblem(document, "it has no files.");
  return std::move(*members);
}

Json Metadata(const Json& document) {
  return {{"model_name", StringOr(document, "ModelName")},
          {"model_version", StringOr(document, "ModelVersion")},
          {"compilation_job_name", StringOr(document, "CompilationJobName")},
          {"target", StringOr(document, "Target")},
          {"packaged_by", "Portside"}};
}

}  // namespace

WorkResult PackageModel(WorkContext& context) {
  const Json& document = context.job.document;
  std::vector<TarMember> compiled = TRY(ReadCompiledModel(context));
  // A stopped job leaves no output behind; its result would be dropped anyway.
  if (context.stop.stop_requested()) return Fail(JobFailure{"The edge packaging job was stopped."});

  const std::vector<TarMember> members = PackageMembers(std::move(compiled), Metadata(document));
  // Create has made sure that the location parses. A version may have spaces, and so the key.
  const S3Uri target = S3Uri::Parse(StringOr(document.at("OutputConfig"), "S3OutputLocation"))
                           .value()
                           .Join(StringOr(document, "ModelName") + "-" +
                                 StringOr(document, "ModelVersion") + ".tar.gz");
  const auto written = context.objects.WriteAll(target, WriteTarGz(members), "application/x-gzip");
  if (!written) {
    JobFailure failure = ToJobFailure(written.error());
    failure.reason =
        "The packaged model cannot be written to " + target.ToString() + ": " + failure.reason;
    return Fail(std::move(failure));
  }

  WorkOutput output;
  output.document["ModelArtifact"] = target.ToString();
  output.document["ModelSignature"] = SignModel(members);
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
