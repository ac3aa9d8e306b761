// SPDX-License-Identifier: Apache-2.0
//
// The result of a vector enrichment job between its end and its exports, in the record log: the
// rows of the user's CSV, checked, in the order in which they are written. It must not change when
// the user's input does, and what an export adds to a row is many times the row: so that is
// computed when it is written. (A job of a version before 0.2 has its files as bytes; its
// document's "ResultFiles" names them.)

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "portside/jobs/job_work.h"

namespace portside::sagemaker_geospatial {

std::string ResultStream(std::string_view job_arn);

// Takes the text of a file piece by piece; false ends the writing.
using TextSink = std::function<bool(std::string_view text)>;
// Visits the pages of a job's result, in order.
using PageVisitor = std::function<void(const std::function<void(std::string_view page)>& visit)>;

// Visits the pieces of one result file as a former version stored it.
void ReadFormerResult(const RecordReader& records, std::string_view job_arn, std::string_view file,
                      const std::function<void(std::string_view piece)>& visit);

void ClearResults(const Resource& job, RecordLog& records);

}  // namespace portside::sagemaker_geospatial
