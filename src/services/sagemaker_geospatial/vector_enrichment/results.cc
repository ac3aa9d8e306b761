// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/results.h"
#include "services/sagemaker_geospatial/limits.h"

#include <memory>
#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

std::string StreamOf(std::string_view job_arn, std::string_view file) {
  return std::string(job_arn) + "#result/" + std::string(file);
}

}  // namespace

WorkOutput StoreResults(ResultFiles files) {
  WorkOutput output;
  output.document["ResultFiles"] = Json::array();
  for (const auto& [name, bytes] : files) output.document["ResultFiles"].push_back(name);
  // A std::function copies what it holds; results may be large.
  auto shared = std::make_shared<const ResultFiles>(std::move(files));
  output.commit = [shared](const Resource& job, Stores& stores) {
    for (const auto& [name, bytes] : *shared) {
      const std::string stream = StreamOf(job.arn, name);
      stores.records.Clear(stream);
      for (std::size_t at = 0; at < bytes.size(); at += limits::kResultPageBytes) {
        stores.records.Append(stream, std::string_view(bytes).substr(at, limits::kResultPageBytes));
      }
    }
  };
  return output;
}

void ReadResult(const RecordReader& records, std::string_view job_arn, std::string_view file,
                const std::function<void(std::string_view piece)>& visit) {
  records.Visit(StreamOf(job_arn, file), [&](const Record& record) { visit(record.bytes); });
}

void ClearResults(const Resource& job, RecordLog& records) {
  for (const Json& file : job.document.value("ResultFiles", Json::array())) {
    records.Clear(StreamOf(job.arn, file.get_ref<const std::string&>()));
  }
}

}  // namespace portside::sagemaker_geospatial
