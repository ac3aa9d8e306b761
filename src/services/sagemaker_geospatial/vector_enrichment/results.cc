// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/results.h"

namespace portside::sagemaker_geospatial {
namespace {

std::string FormerStreamOf(std::string_view job_arn, std::string_view file) {
  return std::string(job_arn) + "#result/" + std::string(file);
}

}  // namespace

std::string ResultStream(std::string_view job_arn) { return std::string(job_arn) + "#result"; }

void ReadFormerResult(const RecordReader& records, std::string_view job_arn, std::string_view file,
                      const std::function<void(std::string_view piece)>& visit) {
  records.Visit(FormerStreamOf(job_arn, file), [&](const Record& record) { visit(record.bytes); });
}

void ClearResults(const Resource& job, RecordLog& records) {
  records.Clear(ResultStream(job.arn));
  for (const Json& file : job.document.value("ResultFiles", Json::array())) {
    records.Clear(FormerStreamOf(job.arn, file.get_ref<const std::string&>()));
  }
}

}  // namespace portside::sagemaker_geospatial
