// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/job_outputs.h"

#include <algorithm>
#include <fstream>
#include <functional>

#include "portside/formats/tar_gz.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"

namespace portside::sagemaker {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

// Exactly `size` bytes, or a failure: the archive's header has said how many come.
Expected<void, JobFailure> CopyFile(const FolderFile& file,
                                    const std::function<void(std::string_view)>& write) {
  std::ifstream stream(file.path, std::ios::binary);
  std::string piece(kPieceBytes, '\0');
  std::uint64_t left = file.size;
  while (left > 0) {
    const auto wanted = static_cast<std::streamsize>(std::min<std::uint64_t>(left, kPieceBytes));
    stream.read(piece.data(), wanted);
    if (stream.gcount() != wanted) {
      return Fail(
          JobFailure{"ClientError: Artifact upload failed:" + file.name + " could not be read."});
    }
    write(std::string_view(piece.data(), static_cast<std::size_t>(wanted)));
    left -= static_cast<std::uint64_t>(wanted);
  }
  return {};
}

using Fill = std::function<Expected<void, JobFailure>(ObjectOutput& output)>;

Expected<void, JobFailure> PutObject(const WorkContext& context, const S3Uri& target,
                                     std::string_view content_type, const std::string& kms_key,
                                     const Fill& fill) {
  auto writer = context.objects.Put(target.bucket, target.key,
                                    OutputAttributes(context.job, content_type, kms_key));
  if (!writer) return Fail(UploadFailure(writer.error()));
  ObjectOutput output(std::move(*writer));
  TRY(fill(output));
  const auto committed = output.Commit();
  if (!committed) return Fail(UploadFailure(committed.error()));
  return {};
}

using FillArchive = std::function<Expected<void, JobFailure>(TarGzWriter& archive)>;

Expected<void, JobFailure> PutTarGz(const WorkContext& context, const S3Uri& target,
                                    const std::string& kms_key, const FillArchive& fill) {
  return PutObject(context, target, "application/x-gzip", kms_key,
                   [&](ObjectOutput& output) -> Expected<void, JobFailure> {
                     TarGzWriter archive([&](std::string_view piece) { output.Write(piece); });
                     TRY(fill(archive));
                     archive.Finish();
                     return {};
                   });
}

}  // namespace

JobFailure UploadFailure(const ObjectError& error) {
  const std::string begin = "ClientError: Artifact upload failed:";
  switch (error.code) {
    case ObjectErrorCode::kAccessDenied:
      return {begin + "Error 7: AccessDenied (403): Access Denied"};
    case ObjectErrorCode::kNoSuchBucket:
      return {begin + "Error 7: NoSuchBucket (404): The specified bucket does not exist"};
    case ObjectErrorCode::kNoSpace: return ToJobFailure(error);
    default: return {begin + error.Describe()};
  }
}

Expected<void, JobFailure> PutFile(const WorkContext& context, const FolderFile& file,
                                   const S3Uri& target, const std::string& kms_key) {
  return PutObject(context, target, "application/octet-stream", kms_key, [&](ObjectOutput& output) {
    return CopyFile(file, [&](std::string_view piece) { output.Write(piece); });
  });
}

Expected<void, JobFailure> PutFiles(const WorkContext& context, std::span<const FolderFile> files,
                                    const S3Uri& target, const std::string& kms_key) {
  for (const FolderFile& file : files) {
    TRY(PutFile(context, file, target.Join(file.name), kms_key));
  }
  return {};
}

Expected<void, JobFailure> PutArchive(const WorkContext& context, std::span<const FolderFile> files,
                                      const S3Uri& target, const std::string& kms_key) {
  const auto add_files = [files](TarGzWriter& archive) -> Expected<void, JobFailure> {
    for (const FolderFile& file : files) {
      archive.Begin(file.name, file.size);
      TRY(CopyFile(file, [&](std::string_view piece) { archive.Write(piece); }));
    }
    return {};
  };
  return PutTarGz(context, target, kms_key, add_files);
}

Expected<void, JobFailure> PutArchiveOf(const WorkContext& context, std::string_view name,
                                        std::string_view bytes, const S3Uri& target,
                                        const std::string& kms_key) {
  const auto add_bytes = [&](TarGzWriter& archive) -> Expected<void, JobFailure> {
    archive.Add(name, bytes);
    return {};
  };
  return PutTarGz(context, target, kms_key, add_bytes);
}

}  // namespace portside::sagemaker
