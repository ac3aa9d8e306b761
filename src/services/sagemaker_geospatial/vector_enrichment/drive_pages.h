// SPDX-License-Identifier: Apache-2.0
//
// The sorted points of drives as pages of the record log:
//
//   page  = point*
//   point = 0 | length + 1, drive id        0: of the drive before, in the page before too
//           longitude, latitude             doubles, as the machine has them
//
// Lengths are 32 bits. Damaged pages mean a broken database: std::runtime_error.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

std::string BytesOfPoint(GeoPoint point);

class DriveWriter {
 public:
  explicit DriveWriter(std::function<void(std::string page)> keep) : keep_(std::move(keep)) {}
  // Drives one after the other; `point` is BytesOfPoint.
  void Add(std::string_view drive, std::string_view point);
  void Finish();

 private:
  std::function<void(std::string page)> keep_;
  std::optional<std::string> drive_;
  std::string page_;
};

class DriveReader {
 public:
  // `last` is the point before of the same drive; null for its first.
  using Visit = std::function<void(const std::string& drive, const GeoPoint* last, GeoPoint point)>;
  // The pages in order.
  void Read(std::string_view page, const Visit& visit);

 private:
  std::string drive_;
  std::optional<GeoPoint> last_;
};

}  // namespace portside::sagemaker_geospatial
