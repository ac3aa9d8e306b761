// SPDX-License-Identifier: Apache-2.0
//
// The results of a vector enrichment job between its end and its exports, kept in the record log:
// they must not change when the user's input does. A document's "ResultFiles" names them.

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "portside/jobs/job_work.h"

namespace portside::sagemaker_geospatial {

using ResultFiles = std::map<std::string, std::string>;  // file name -> bytes

// The work output that stores the files with the job's transition and names them in its document.
WorkOutput StoreResults(ResultFiles files);

// Visits the pieces of one result of the job, in order.
void ReadResult(const RecordReader& records, std::string_view job_arn, std::string_view file,
                const std::function<void(std::string_view piece)>& visit);

void ClearResults(const Resource& job, RecordLog& records);

}  // namespace portside::sagemaker_geospatial
