// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/automl/automl_files.h"

#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/automl/candidates.h"
#include "services/sagemaker/jobs/job_outputs.h"

namespace portside::sagemaker {
namespace {

using Done = Expected<void, JobFailure>;

constexpr const char* kNotice =
    "Portside, an emulator, has written this: nothing was trained or examined.";

std::string KmsKeyOf(const WorkContext& context) {
  return StringOr(context.job.document.at("OutputDataConfig"), "KmsKeyId");
}

std::string TextOf(const WorkContext& context, const Json& facts) {
  Json content = {{"writtenBy", kNotice}, {"autoMLJob", context.job.name}};
  content.update(facts);
  return content.dump(2) + "\n";
}

Done PutText(const WorkContext& context, const S3Uri& target, const std::string& text) {
  const auto written = context.objects.WriteAll(
      target, text, OutputAttributes(context.job, "application/json", KmsKeyOf(context)));
  if (!written) return Fail(UploadFailure(written.error()));
  return {};
}

Json Notebook(const std::string& text) {
  const Json cell = {
      {"cell_type", "markdown"}, {"metadata", Json::object()}, {"source", Json::array({text})}};
  return {{"cells", Json::array({cell})},
          {"metadata", Json::object()},
          {"nbformat", 4},
          {"nbformat_minor", 2}};
}

}  // namespace

Done PutReport(const WorkContext& context, const S3Uri& target, const Json& facts) {
  return PutText(context, target, TextOf(context, facts));
}

Done PutModelStandIn(const WorkContext& context, const S3Uri& target, const Json& facts) {
  return PutArchiveOf(context, "stand-in.json", TextOf(context, facts), target, KmsKeyOf(context));
}

Done PutNotebooks(const WorkContext& context, const Resource& job) {
  const Json notebook = Notebook(std::string(kNotice) + " The AutoML job is " + job.name + ".");
  for (const char* name : {"CandidateDefinition", "DataExploration"}) {
    TRY(PutText(context,
                NotebooksOf(job).Join(std::string("SageMakerAutopilot") + name + "Notebook.ipynb"),
                notebook.dump(1) + "\n"));
  }
  return {};
}

}  // namespace portside::sagemaker
