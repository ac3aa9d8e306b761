// SPDX-License-Identifier: Apache-2.0
//
// A training job's request as its work reads it, and where its output goes:
// <S3OutputPath>/<job>/output/model.tar.gz, or the files themselves below …/output/model where it
// asks for no compression.

#pragma once

#include <optional>
#include <span>

#include "services/sagemaker/jobs/job_folder.h"

namespace portside::sagemaker {

// InputDataConfig; empty where there is none.
const Json& ChannelsOf(const Json& document);

struct S3Source {
  InputForm form;
  std::string location;
};
// Of a channel. Nothing: it reads a file system, which has no content here.
std::optional<S3Source> S3SourceOf(const Json& channel);

// ModelArtifacts.S3ModelArtifacts.
std::string ModelLocation(const Resource& job);

// The files as the job's model, or as its output data; nothing is written where there are none.
// True: something was.
Expected<bool, JobFailure> PutModel(const WorkContext& context, std::span<const FolderFile> files);
Expected<bool, JobFailure> PutOutputData(const WorkContext& context,
                                         std::span<const FolderFile> files);
// The model is one file of these bytes.
Expected<void, JobFailure> PutModelOf(const WorkContext& context, std::string_view name,
                                      std::string_view bytes);

}  // namespace portside::sagemaker
