// SPDX-License-Identifier: Apache-2.0
//
// PointReader: the CSV of a vector enrichment job, row by row, with the columns that the job's
// configuration names. Whatever is wrong with the file is a JobFailure that says where.

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/formats/csv.h"
#include "portside/jobs/job_work.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

class PointReader {
 public:
  // Reads the header, which must have each of `columns` once. Spaces around names do not count.
  // `bytes` must outlive the reader.
  static Expected<PointReader, JobFailure> Open(ByteSource source,
                                                std::span<const std::string> columns);

  // Goes to the next row; false at the end. A row has as many fields as the header.
  Expected<bool, JobFailure> Next();

  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  // The present row as it stands in the file.
  [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }
  // The field of columns[index], without spaces around it.
  [[nodiscard]] std::string_view Field(std::size_t index) const;
  // The fields of columns[x] and columns[y] as numbers; their range is not checked.
  [[nodiscard]] Expected<GeoPoint, JobFailure> Point(std::size_t x, std::size_t y) const;
  // Fails where a field outside of `columns` is neither empty nor a number.
  [[nodiscard]] Expected<void, JobFailure> CheckOthersAreNumbers() const;
  // A failure of the present row and this field: "line 7, column `speed` …".
  [[nodiscard]] JobFailure FailureAt(std::size_t field, const std::string& what) const;
  // The place of columns[index] in fields().
  [[nodiscard]] std::size_t FieldIndex(std::size_t index) const { return places_[index]; }

 private:
  explicit PointReader(ByteSource source) : csv_(std::move(source)) {}

  CsvReader csv_;
  std::vector<std::string> header_;
  std::vector<std::string> fields_;
  std::vector<std::size_t> places_;  // of the columns in a row
};

// Longitude within 180 degrees, latitude within 90.
[[nodiscard]] bool IsOnEarth(GeoPoint point);

}  // namespace portside::sagemaker_geospatial
