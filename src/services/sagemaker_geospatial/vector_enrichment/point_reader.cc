// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/point_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "portside/base/encoding.h"

namespace portside::sagemaker_geospatial {
namespace {

JobFailure Unreadable(const FormatError& error) {
  return {"The input is not a readable CSV file: " + error.Describe() + "."};
}

std::optional<double> NumberOf(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::string NamesOf(const std::vector<std::string>& header) {
  std::string names;
  for (const std::string& name : header) {
    names += (names.empty() ? "'" : ", '") + std::string(TrimSpace(name)) + "'";
  }
  return names;
}

}  // namespace

Expected<PointReader, JobFailure> PointReader::Open(ByteSource source,
                                                    std::span<const std::string> columns) {
  PointReader reader(std::move(source));
  const auto read = reader.csv_.Next(reader.header_);
  if (!read) return Fail(Unreadable(read.error()));
  if (!*read) {
    return Fail(JobFailure{"The input file is empty; its first line must name the columns."});
  }
  for (const std::string& column : columns) {
    const auto is_column = [&](const std::string& name) { return TrimSpace(name) == column; };
    const auto found = std::ranges::find_if(reader.header_, is_column);
    // The guide promises a message with the file's names and the one that was expected.
    if (found == reader.header_.end()) {
      return Fail(JobFailure{"The input file has no column '" + column + "'. Its columns are " +
                             NamesOf(reader.header_) +
                             ". Name one of them in the job's configuration, or rename the "
                             "column; upper and lower case are different."});
    }
    if (std::find_if(found + 1, reader.header_.end(), is_column) != reader.header_.end()) {
      return Fail(JobFailure{"The input file has more than one column '" + column + "'."});
    }
    reader.places_.push_back(static_cast<std::size_t>(found - reader.header_.begin()));
  }
  return reader;
}

Expected<bool, JobFailure> PointReader::Next() {
  const auto read = csv_.Next(fields_);
  if (!read) return Fail(Unreadable(read.error()));
  if (*read && fields_.size() != header_.size()) {
    return Fail(JobFailure{"The input file's line " + std::to_string(csv_.line()) + " has " +
                           std::to_string(fields_.size()) + " fields; its header has " +
                           std::to_string(header_.size()) + "."});
  }
  return *read;
}

std::string_view PointReader::Field(std::size_t index) const {
  return TrimSpace(fields_[places_[index]]);
}

Expected<GeoPoint, JobFailure> PointReader::Point(std::size_t x, std::size_t y) const {
  const auto longitude = NumberOf(Field(x));
  if (!longitude) return Fail(FailureAt(places_[x], "is not a number"));
  const auto latitude = NumberOf(Field(y));
  if (!latitude) return Fail(FailureAt(places_[y], "is not a number"));
  return GeoPoint{*longitude, *latitude};
}

Expected<void, JobFailure> PointReader::CheckOthersAreNumbers() const {
  for (std::size_t field = 0; field < fields_.size(); ++field) {
    if (std::ranges::find(places_, field) != places_.end()) continue;
    const std::string_view text = TrimSpace(fields_[field]);
    if (text.empty() || NumberOf(text)) continue;
    return Fail(FailureAt(field,
                          "is not a number; besides the id and the timestamp every column "
                          "must be numeric"));
  }
  return {};
}

JobFailure PointReader::FailureAt(std::size_t field, const std::string& what) const {
  // A cell may hold a megabyte; its beginning is enough to find it.
  constexpr std::size_t kShown = 64;
  std::string text = fields_[field].substr(0, kShown);
  if (fields_[field].size() > kShown) text += "...";
  return {"The input file's line " + std::to_string(csv_.line()) + ", column '" +
          std::string(TrimSpace(header_[field])) + "': '" + text + "' " + what + "."};
}

bool IsOnEarth(GeoPoint point) {
  return std::abs(point.longitude) <= 180 && std::abs(point.latitude) <= 90;
}

}  // namespace portside::sagemaker_geospatial
