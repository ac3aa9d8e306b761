// SPDX-License-Identifier: Apache-2.0
//
// TransformPlan: what a transform job's request says of splitting, filters, joining and assembling,
// and one object's way through it: read, split, asked of the model request by request, written.

#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "portside/formats/byte_source.h"
#include "services/sagemaker/transform/data_filter.h"
#include "services/sagemaker/transform/record_format.h"

namespace portside::sagemaker {

struct TransformPlan {
  bool splits = false;      // into lines; else an object is one record
  bool assembles = false;   // a line's end behind each answer
  bool one_by_one = false;  // one record for each request
  bool unzips = false;
  bool joins = false;
  std::size_t payload_bytes = 0;  // of a request, at most
  DataFilter input_filter, output_filter;
  RecordFormat format = RecordFormat::kJson;
};

// The error is a sentence about the request.
Expected<TransformPlan, std::string> PlanOf(const Json& document);

// Asks the model with one request's body. The error is for the job's log.
using InvokeModel = std::function<Expected<std::string, std::string>(const std::string& body)>;

// The error is for the job's log. `write` gets the answer piece by piece. Memory: one request and
// its answer.
Expected<void, std::string> TransformBytes(const TransformPlan& plan, const ByteSource& bytes,
                                           const InvokeModel& invoke, const std::stop_token& stop,
                                           const ByteSink& write);

}  // namespace portside::sagemaker
