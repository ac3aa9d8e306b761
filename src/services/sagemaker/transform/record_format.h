// SPDX-License-Identifier: Apache-2.0
//
// RecordFormat: records as filters and joins see them: rows of CSV are lists of texts, lines of
// JSON are values.

#pragma once

#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/base/result.h"

namespace portside::sagemaker {

enum class RecordFormat { kCsv, kJson };

// By a content type; JSON for whatever is not text/csv.
RecordFormat FormatOf(std::string_view content_type);

// One record without its line's end. The error is a sentence.
Expected<Json, std::string> ReadRecord(RecordFormat format, std::string_view record);
std::string WriteRecord(RecordFormat format, const Json& value);

// JoinSource Input: of CSV the columns of both; of JSON the object and its SageMakerOutput, or both
// beside each other.
Json Join(RecordFormat format, const Json& input, const Json& output);

}  // namespace portside::sagemaker
