// SPDX-License-Identifier: Apache-2.0
//
// JobFolder: what a command sees in place of its container's root: a folder of its own with
// opt/ml beneath it, made before it runs and removed behind it. Files are put in from S3, and out
// again. One thread.

#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "portside/jobs/job_work.h"
#include "portside/objects/s3_uri.h"
#include "services/sagemaker/jobs/job_inputs.h"

namespace portside::sagemaker {

class JobFolder {
 public:
  // Beneath `scratch`, by the job's number; what an earlier run has left of it is removed first.
  // std::filesystem::filesystem_error where it cannot be made.
  JobFolder(const std::string& scratch, const Resource& job);
  // The same of that name: of a command that may outlast its job's work.
  JobFolder(const std::string& scratch, const std::string& name);
  ~JobFolder();
  JobFolder(const JobFolder&) = delete;
  JobFolder& operator=(const JobFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  // "/opt/ml/model" in it.
  [[nodiscard]] std::filesystem::path At(std::string_view container_path) const;
  // The same, made with everything above it.
  std::filesystem::path MakeFolder(std::string_view container_path) const;

  // std::ios_base::failure where it cannot be written.
  void Write(std::string_view container_path, std::string_view bytes) const;
  // The beginning of a file; empty where there is none.
  [[nodiscard]] std::string ReadText(std::string_view container_path, std::size_t bytes) const;

  // Copies the objects of an input into a folder of it. Keys that are no plain paths (an empty
  // segment, "..", a name that is a folder's and a file's) are a failure.
  Expected<void, JobFailure> Stage(const WorkContext& context, InputForm form,
                                   const std::string& location,
                                   std::string_view container_path) const;
  // Unpacks a tar.gz object into a folder of it: regular files and hard links, whose paths must be
  // plain ones. What else an archive may have (symbolic links, devices, rights) is left out.
  Expected<void, JobFailure> Unpack(const WorkContext& context, const S3Uri& archive,
                                    std::string_view container_path) const;

 private:
  std::filesystem::path root_;
};

struct FolderFile {
  std::filesystem::path path;
  std::string name;  // relative, with slashes
  std::uint64_t size = 0;
};
// The regular files below a folder, in byte order of their names; none where it is not there.
// What leads out of the folder (a symbolic link) or is no file (a socket) is a failure.
Expected<std::vector<FolderFile>, JobFailure> FilesBelow(const std::filesystem::path& folder);

}  // namespace portside::sagemaker
