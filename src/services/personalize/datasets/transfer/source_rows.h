// SPDX-License-Identifier: Apache-2.0
//
// The rows of the CSV files that a job names, by a schema: the work of imports and of data
// deletion. The first bad value ends the reading, with a sentence that says where it stands.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "portside/jobs/job_work.h"
#include "services/personalize/datasets/rows/cells.h"
#include "services/personalize/datasets/transfer/data_source.h"

namespace portside::personalize {

using WorkCheck = Expected<void, JobFailure>;

struct SourceRow {
  const SourceFile& file;
  std::uint64_t line;
  std::span<const Cell> cells;  // one for each field of the schema; valid during the call
};

// A job's files, which have no more bytes than it may read: that is what `verb` does, "imports".
Expected<std::vector<SourceFile>, JobFailure> FindJobFiles(const WorkContext& context,
                                                           std::uint64_t most_bytes,
                                                           std::string_view verb);

// Gives the rows in order, until one is refused or the job is stopped. `most_bytes` is what the
// files that are packed may hold together.
WorkCheck ReadSource(const WorkContext& context, const AvroSchema& schema,
                     const std::vector<SourceFile>& files, std::uint64_t most_bytes,
                     const std::function<WorkCheck(const SourceRow&)>& take);

JobFailure ValueFailure(const SourceFile& file, std::uint64_t line, const AvroField& field,
                        const CellError& error);

}  // namespace portside::personalize
