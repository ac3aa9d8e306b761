// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/map_matching.h"

#include <cmath>
#include <utility>

#include "portside/store/row_sorter.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/vector_enrichment/drive_pages.h"
#include "services/sagemaker_geospatial/vector_enrichment/drive_timestamp.h"
#include "services/sagemaker_geospatial/vector_enrichment/point_reader.h"

namespace portside::sagemaker_geospatial {
namespace {

JobFailure WasStopped() { return {"The job was stopped."}; }

Expected<void, JobFailure> SortFixes(PointReader& reader, RowSorter& fixes, std::stop_token stop) {
  while (TRY(reader.Next())) {
    if (stop.stop_requested()) return Fail(WasStopped());
    TRY(reader.CheckOthersAreNumbers());
    const GeoPoint point = TRY(reader.Point(2, 3));
    if (!IsOnEarth(point)) {
      const bool east = std::abs(point.longitude) > 180;
      return Fail(reader.FailureAt(
          reader.FieldIndex(east ? 2 : 3),
          east ? "is no longitude from -180 to 180" : "is no latitude from -90 to 90"));
    }
    const auto at = ParseDriveTimestamp(reader.Field(1));
    if (!at) {
      return Fail(reader.FailureAt(reader.FieldIndex(1),
                                   "is not a timestamp; write epoch seconds or milliseconds, or "
                                   "yyyy-MM-dd HH:mm:ss, or another form of the developer guide"));
    }
    fixes.Add(reader.Field(0), at->time_since_epoch().count(), BytesOfPoint(point));
  }
  return {};
}

Json Position(GeoPoint point) { return Json::array({point.longitude, point.latitude}); }

std::string Feature(std::string_view drive, const char* type, Json coordinates) {
  // The real files have the id as text, whatever it is in the CSV.
  return DumpJson({{"type", "Feature"},
                   {"geometry", {{"type", type}, {"coordinates", std::move(coordinates)}}},
                   {"properties", {{"driveId", drive}}}});
}

// Features of a collection, written one by one: a tree of all of them would be many times as large.
class FeatureWriter {
 public:
  explicit FeatureWriter(const TextSink& out)
      : out_(out), text_("{\"type\":\"FeatureCollection\",\"features\":[\n") {}

  void Add(const std::string& feature) {
    if (!std::exchange(is_first_, false)) text_ += ",\n";
    text_ += feature;
    if (text_.size() >= limits::kResultPageBytes) Flush();
  }
  void Finish() {
    text_ += "\n]}\n";
    Flush();
  }
  [[nodiscard]] bool goes_on() const { return goes_on_; }

 private:
  void Flush() { goes_on_ = goes_on_ && out_(std::exchange(text_, {})); }

  const TextSink& out_;
  std::string text_;
  bool is_first_ = true;
  bool goes_on_ = true;
};

void AddWaypoints(const PageVisitor& pages, FeatureWriter& features) {
  DriveReader drives;
  pages([&](std::string_view page) {
    drives.Read(page, [&](const std::string& drive, const GeoPoint*, GeoPoint point) {
      if (features.goes_on()) features.Add(Feature(drive, "Point", Position(point)));
    });
  });
}

void AddLinks(const PageVisitor& pages, FeatureWriter& features) {
  DriveReader drives;
  pages([&](std::string_view page) {
    drives.Read(page, [&](const std::string& drive, const GeoPoint* last, GeoPoint point) {
      // A parked car has moved along no road.
      const bool moved = last != nullptr &&
                         (last->longitude != point.longitude || last->latitude != point.latitude);
      if (!moved || !features.goes_on()) return;
      features.Add(Feature(drive, "LineString", Json::array({Position(*last), Position(point)})));
    });
  });
}

}  // namespace

Expected<void, JobFailure> TakeDrives(ByteSource csv, const Json& config, RowStage& rows,
                                      std::stop_token stop) {
  const std::string columns[] = {config.at("IdAttributeName"), config.at("TimestampAttributeName"),
                                 config.at("XAttributeName"), config.at("YAttributeName")};
  PointReader reader = TRY(PointReader::Open(std::move(csv), columns));
  RowSorter fixes;
  TRY(SortFixes(reader, fixes, stop));
  if (fixes.rows() == 0) return Fail(JobFailure{"The input file has a header and no rows."});

  // Points of the same moment stay in the file's order.
  DriveWriter drives([&rows](std::string page) { rows.Append(std::move(page)); });
  fixes.Visit([&](std::string_view drive, std::string_view point) {
    drives.Add(drive, point);
    return !stop.stop_requested();
  });
  if (stop.stop_requested()) return Fail(WasStopped());
  drives.Finish();
  return {};
}

void WriteMatched(std::string_view file, const PageVisitor& pages, const TextSink& out) {
  FeatureWriter features(out);
  if (file != "waypoints.geojson") AddLinks(pages, features);
  if (file != "links.geojson") AddWaypoints(pages, features);
  features.Finish();
}

}  // namespace portside::sagemaker_geospatial
