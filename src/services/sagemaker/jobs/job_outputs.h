// SPDX-License-Identifier: Apache-2.0
//
// What a job writes: files of its folder as objects, or packed into one archive. Failures say
// "Artifact upload failed", as recorded ones do.

#pragma once

#include <span>

#include "portside/jobs/job_work.h"
#include "portside/objects/s3_uri.h"
#include "services/sagemaker/jobs/job_folder.h"

namespace portside::sagemaker {

JobFailure UploadFailure(const ObjectError& error);

Expected<void, JobFailure> PutFile(const WorkContext& context, const FolderFile& file,
                                   const S3Uri& target, const std::string& kms_key);

// All of them, by their names below `target`.
Expected<void, JobFailure> PutFiles(const WorkContext& context, std::span<const FolderFile> files,
                                    const S3Uri& target, const std::string& kms_key);

// A tar.gz of them: entries by their names, without a leading folder.
Expected<void, JobFailure> PutArchive(const WorkContext& context, std::span<const FolderFile> files,
                                      const S3Uri& target, const std::string& kms_key);

// The same of one file of these bytes.
Expected<void, JobFailure> PutArchiveOf(const WorkContext& context, std::string_view name,
                                        std::string_view bytes, const S3Uri& target,
                                        const std::string& kms_key);

}  // namespace portside::sagemaker
