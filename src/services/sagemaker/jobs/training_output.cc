// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/training_output.h"

#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_outputs.h"

namespace portside::sagemaker {
namespace {

// Create has made sure that it parses.
S3Uri OutputFolder(const Resource& job) {
  const Json& config = job.document.at("OutputDataConfig");
  S3Uri folder = S3Uri::Parse(StringOr(config, "S3OutputPath")).value();
  while (folder.key.ends_with('/')) folder.key.pop_back();  // it does not double
  return folder.Join(job.name + "/output");
}

bool IsPacked(const Resource& job) {
  return StringOr(job.document.at("OutputDataConfig"), "CompressionType", "GZIP") != "NONE";
}

std::string KeyOf(const Resource& job) {
  return StringOr(job.document.at("OutputDataConfig"), "KmsKeyId");
}

// "model" becomes model.tar.gz, or the folder model.
Expected<bool, JobFailure> Put(const WorkContext& context, std::span<const FolderFile> files,
                               const std::string& name) {
  if (files.empty()) return false;
  const S3Uri folder = OutputFolder(context.job);
  if (IsPacked(context.job)) {
    TRY(PutArchive(context, files, folder.Join(name + ".tar.gz"), KeyOf(context.job)));
  } else {
    TRY(PutFiles(context, files, folder.Join(name), KeyOf(context.job)));
  }
  return true;
}

}  // namespace

const Json& ChannelsOf(const Json& document) {
  static const Json kNone = Json::array();
  const auto channels = document.find("InputDataConfig");
  return channels == document.end() ? kNone : *channels;
}

std::optional<S3Source> S3SourceOf(const Json& channel) {
  const Json& source = channel.at("DataSource");
  const auto s3 = source.find("S3DataSource");
  if (s3 == source.end()) return std::nullopt;
  return S3Source{FormOf(*s3), StringOr(*s3, "S3Uri")};
}

std::string ModelLocation(const Resource& job) {
  return OutputFolder(job).Join(IsPacked(job) ? "model.tar.gz" : "model").ToString();
}

Expected<bool, JobFailure> PutModel(const WorkContext& context, std::span<const FolderFile> files) {
  return Put(context, files, "model");
}

Expected<bool, JobFailure> PutOutputData(const WorkContext& context,
                                         std::span<const FolderFile> files) {
  return Put(context, files, "output");
}

Expected<void, JobFailure> PutModelOf(const WorkContext& context, std::string_view name,
                                      std::string_view bytes) {
  const S3Uri folder = OutputFolder(context.job);
  if (IsPacked(context.job)) {
    return PutArchiveOf(context, name, bytes, folder.Join("model.tar.gz"), KeyOf(context.job));
  }
  const auto written = context.objects.WriteAll(
      folder.Join("model").Join(name), bytes,
      OutputAttributes(context.job, "application/octet-stream", KeyOf(context.job)));
  if (!written) return Fail(UploadFailure(written.error()));
  return {};
}

}  // namespace portside::sagemaker
