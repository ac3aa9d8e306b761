// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/checkpoints.h"

#include <algorithm>

#include "services/sagemaker/jobs/job_outputs.h"

namespace portside::sagemaker {
namespace {

struct Checkpoints {
  S3Uri location;
  std::string folder;  // of the container
};

std::optional<Checkpoints> CheckpointsOf(const Json& document) {
  const auto config = document.find("CheckpointConfig");
  if (config == document.end()) return std::nullopt;
  const auto location = S3Uri::Parse(StringOr(*config, "S3Uri"));
  if (!location) return std::nullopt;  // Create has refused it
  return Checkpoints{*location, StringOr(*config, "LocalPath", "/opt/ml/checkpoints/")};
}

S3Uri Folder(S3Uri location) {
  if (!location.key.empty() && !location.key.ends_with('/')) location.key += '/';
  return location;
}

// Those that the folder does not have any more.
Expected<void, JobFailure> RemoveOthers(const WorkContext& context, const S3Uri& below,
                                        const std::vector<FolderFile>& files) {
  ListQuery query{.prefix = below.key, .delimiter = {}, .start_after = {}, .etags = false};
  for (;;) {
    const auto page = context.objects.List(below.bucket, query);
    if (!page) return Fail(UploadFailure(page.error()));
    for (const ObjectInfo& info : page->objects) {
      const std::string name = info.key.substr(below.key.size());
      const auto found = std::lower_bound(
          files.begin(), files.end(), name,
          [](const FolderFile& file, const std::string& wanted) { return file.name < wanted; });
      if (found != files.end() && found->name == name) continue;
      const auto removed = context.objects.Remove(below.bucket, info.key);
      if (!removed) return Fail(UploadFailure(removed.error()));
    }
    if (!page->truncated) return {};
    query.start_after = page->last;
  }
}

}  // namespace

Expected<void, JobFailure> RestoreCheckpoints(const WorkContext& context, const JobFolder& folder) {
  const auto checkpoints = CheckpointsOf(context.job.document);
  if (!checkpoints) return {};
  folder.MakeFolder(checkpoints->folder);
  const S3Uri below = Folder(checkpoints->location);
  if (!HasObjects(context.objects, below)) return {};
  return folder.Stage(context, InputForm::kPrefix, below.ToString(), checkpoints->folder);
}

Expected<void, JobFailure> SaveCheckpoints(const WorkContext& context, const JobFolder& folder) {
  const auto checkpoints = CheckpointsOf(context.job.document);
  if (!checkpoints) return {};
  const auto files = TRY(FilesBelow(folder.At(checkpoints->folder)));
  const S3Uri below = Folder(checkpoints->location);
  TRY(PutFiles(context, files, below, ""));
  return RemoveOthers(context, below, files);
}

bool HasCheckpoint(const Json& document, const JobFolder& folder) {
  const auto checkpoints = CheckpointsOf(document);
  if (!checkpoints) return true;
  const auto files = FilesBelow(folder.At(checkpoints->folder));
  return files && !files->empty();
}

}  // namespace portside::sagemaker
