// SPDX-License-Identifier: Apache-2.0
//
// The tables that AutoML jobs read: CSV with a header in each file, plain or packed by gzip, record
// by record whatever their size. Parquet is not read.

#pragma once

#include <cstdint>
#include <string>

#include "portside/jobs/job_work.h"

namespace portside::sagemaker {

struct TableFacts {
  std::uint64_t rows = 0;
  // What the values of the target column make of it: "BinaryClassification" for at most two,
  // "Regression" for numbers that have fractions or are many, else "MulticlassClassification".
  std::string problem;
};

// Whether the channel has tables that can be read.
bool IsTable(const Json& channel);

// A failure: a file is no CSV, or has no column of that name.
Expected<TableFacts, JobFailure> ReadTable(const WorkContext& context, const Json& channel,
                                           const std::string& target);

// Writes preprocessed-data/tuning_data: rows without their header in {train,validation}/chunk_0.csv
// and the header in header/headers.csv. Without a channel for validation a share of the rows is
// taken for it, which ones the job's seed decides.
Expected<void, JobFailure> SplitTable(const WorkContext& context);

}  // namespace portside::sagemaker
