// SPDX-License-Identifier: Apache-2.0
//
// The files of batch jobs: JSON lines in, and for each file of input a file of answers below the
// output path. Worker thread, but for FindBatchFiles.
//
//   in/users.json        {"userId": "5"}
//   out/users.json.out   {"input":{"userId": "5"},"output":{…},"error":null}

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "portside/jobs/job_work.h"
#include "services/personalize/datasets/transfer/data_source.h"

namespace portside::personalize {

struct BatchFile {
  S3Uri uri;
  std::string name;  // below the last folder of the job's path
};

// Every object whose key begins with the path (developer guide: "Amazon S3 is prefix based"), in
// order of their keys, without folders. At most `most`; more are an error. Never empty.
SourceResult<std::vector<BatchFile>> FindBatchFiles(const ObjectAccess& objects,
                                                    const std::string& path, std::size_t most);

// The "output" of a line, which is an object; the error is a sentence for its "error".
using AnswerLine = std::function<Expected<Json, std::string>(const Json& line)>;

// Answers the lines of a job's input in their order; how many they were. What cannot be answered
// does not fail the job: it goes to a file of its own (kBatchErrorsSuffix).
Expected<std::uint64_t, JobFailure> AnswerFiles(const WorkContext& context,
                                                const AnswerLine& answer);

}  // namespace portside::personalize
