// SPDX-License-Identifier: Apache-2.0
//
// What a job reads: the objects that a request's S3 location names, by a prefix or by a manifest.
// One host takes them all, however they are to be distributed.

#pragma once

#include <functional>

#include "portside/jobs/job_work.h"
#include "portside/objects/s3_uri.h"

namespace portside::sagemaker {

struct InputObject {
  S3Uri uri;
  std::uint64_t size = 0;
  std::string path;  // of the file that it becomes, below the folder of its input
};

enum class InputForm { kPrefix, kManifest };

// How keys below a prefix that does not end in a slash become paths: as in a folder of that name
// (inputs of containers), or from its last slash on (transform outputs).
enum class PathRule { kBelowFolder, kFromLastSlash };

// Visits each object in order, page by page; ends at the first failure. The failures say "Data
// download failed", as recorded ones do.
Expected<void, JobFailure> VisitInput(
    const ObjectAccess& objects, InputForm form, const std::string& location, PathRule rule,
    const std::function<Expected<void, JobFailure>(const InputObject& object)>& visit);

// How much an input has: what a stand-in says of it.
struct InputCount {
  std::uint64_t objects = 0, bytes = 0;
};
Expected<InputCount, JobFailure> CountInput(const WorkContext& context, InputForm form,
                                            const std::string& location);

// Of work that looks and finds that its job is stopped; nobody is shown it.
JobFailure Stopped();

// What reading an object has come to.
JobFailure DownloadFailure(const S3Uri& uri, const ObjectError& error);

// Whether a request's location has anything: the check that Create makes. Costs one look.
bool HasObjects(const ObjectAccess& objects, const S3Uri& prefix);

}  // namespace portside::sagemaker
