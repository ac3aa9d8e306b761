// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/transform/record_format.h"

#include <vector>

#include "portside/formats/csv.h"

namespace portside::sagemaker {

RecordFormat FormatOf(std::string_view content_type) {
  return content_type.starts_with("text/csv") ? RecordFormat::kCsv : RecordFormat::kJson;
}

Expected<Json, std::string> ReadRecord(RecordFormat format, std::string_view record) {
  if (format == RecordFormat::kCsv) {
    CsvReader reader(record);
    std::vector<std::string> cells;
    const auto read = reader.Next(cells);
    if (!read) return Fail(read.error().Describe());
    if (!*read) return Json(Json::array());
    return Json(cells);
  }
  auto value = ParseJson(record);
  if (!value) return Fail(std::string("The record is not JSON."));
  return std::move(*value);
}

std::string WriteRecord(RecordFormat format, const Json& value) {
  if (format == RecordFormat::kJson) return DumpJson(value);
  const auto text = [](const Json& cell) {
    return cell.is_string() ? cell.get<std::string>() : DumpJson(cell);
  };
  if (!value.is_array()) return text(value);
  std::vector<std::string> cells;
  for (const Json& cell : value) cells.push_back(text(cell));
  std::string record;
  AppendCsvRecord(record, cells);
  record.pop_back();  // the line's end is the caller's
  return record;
}

Json Join(RecordFormat format, const Json& input, const Json& output) {
  if (format == RecordFormat::kCsv) {
    Json row = input;
    if (output.is_array()) {
      row.insert(row.end(), output.begin(), output.end());
    } else {
      row.push_back(output);
    }
    return row;
  }
  if (!input.is_object()) return {{"SageMakerInput", input}, {"SageMakerOutput", output}};
  Json joined = input;
  joined["SageMakerOutput"] = output;
  return joined;
}

}  // namespace portside::sagemaker
