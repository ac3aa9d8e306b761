// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/drive_pages.h"

#include <cstdint>
#include <cstring>
#include <utility>

#include "portside/store/database.h"
#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

template <typename T>
void Append(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

std::string_view Take(std::string_view& page, std::size_t size) {
  if (page.size() < size) throw DatabaseError("a stored page of drives is damaged");
  const std::string_view bytes = page.substr(0, size);
  page.remove_prefix(size);
  return bytes;
}

template <typename T>
T TakeNumber(std::string_view& page) {
  T value{};
  std::memcpy(&value, Take(page, sizeof value).data(), sizeof value);
  return value;
}

}  // namespace

std::string BytesOfPoint(GeoPoint point) {
  std::string bytes;
  Append(bytes, point.longitude);
  Append(bytes, point.latitude);
  return bytes;
}

void DriveWriter::Add(std::string_view drive, std::string_view point) {
  if (drive_ == drive) {
    Append(page_, std::uint32_t{0});
  } else {
    drive_ = drive;
    Append(page_, static_cast<std::uint32_t>(drive.size() + 1));
    page_ += drive;
  }
  page_ += point;
  if (page_.size() >= limits::kResultPageBytes) keep_(std::exchange(page_, {}));
}

void DriveWriter::Finish() {
  if (!page_.empty()) keep_(std::exchange(page_, {}));
}

void DriveReader::Read(std::string_view page, const Visit& visit) {
  while (!page.empty()) {
    if (const auto length = TakeNumber<std::uint32_t>(page); length > 0) {
      drive_ = Take(page, length - 1);
      last_.reset();
    }
    const auto longitude = TakeNumber<double>(page);
    const GeoPoint point{longitude, TakeNumber<double>(page)};
    visit(drive_, last_ ? &*last_ : nullptr, point);
    last_ = point;
  }
}

}  // namespace portside::sagemaker_geospatial
