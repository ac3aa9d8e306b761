// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/map_matching.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "services/sagemaker_geospatial/vector_enrichment/drive_timestamp.h"
#include "services/sagemaker_geospatial/vector_enrichment/point_reader.h"

namespace portside::sagemaker_geospatial {
namespace {

struct Fix {
  Timestamp at;
  GeoPoint point;
};

struct Drive {
  std::string id;
  std::vector<Fix> fixes;
};

Expected<std::vector<Drive>, JobFailure> ReadDrives(PointReader& reader, std::stop_token stop) {
  std::vector<Drive> drives;
  std::unordered_map<std::string, std::size_t> known;  // id -> place in drives
  while (TRY(reader.Next())) {
    if (stop.stop_requested()) return Fail(JobFailure{"The job was stopped."});
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
    const std::string id(reader.Field(0));
    const auto [place, is_new] = known.emplace(id, drives.size());
    if (is_new) drives.push_back({id, {}});
    drives[place->second].fixes.push_back({*at, point});
  }
  return drives;
}

Json Position(GeoPoint point) { return Json::array({point.longitude, point.latitude}); }

std::string Feature(const std::string& drive, const char* type, Json coordinates) {
  // The real files have the id as text, whatever it is in the CSV.
  return DumpJson({{"type", "Feature"},
                   {"geometry", {{"type", type}, {"coordinates", std::move(coordinates)}}},
                   {"properties", {{"driveId", drive}}}});
}

// Features of a collection, written one by one: a tree of all of them would be many times as large.
class FeatureList {
 public:
  void Add(const std::string& feature) {
    if (!text_.empty()) text_ += ",\n";
    text_ += feature;
  }
  void Add(const FeatureList& others) {
    if (!others.text_.empty()) Add(others.text_);
  }
  [[nodiscard]] std::string Collection() const {
    return "{\"type\":\"FeatureCollection\",\"features\":[\n" + text_ + "\n]}\n";
  }

 private:
  std::string text_;
};

}  // namespace

Expected<ResultFiles, JobFailure> MatchToRoads(std::string_view csv, const Json& config,
                                               std::stop_token stop) {
  const std::string columns[] = {config.at("IdAttributeName"), config.at("TimestampAttributeName"),
                                 config.at("XAttributeName"), config.at("YAttributeName")};
  PointReader reader = TRY(PointReader::Open(csv, columns));
  std::vector<Drive> drives = TRY(ReadDrives(reader, stop));
  if (drives.empty()) return Fail(JobFailure{"The input file has a header and no rows."});

  FeatureList waypoints;
  FeatureList links;
  for (Drive& drive : drives) {
    // Points of the same moment stay in the file's order.
    std::ranges::stable_sort(drive.fixes, {}, &Fix::at);
    const Fix* last = nullptr;
    for (const Fix& fix : drive.fixes) {
      waypoints.Add(Feature(drive.id, "Point", Position(fix.point)));
      // A parked car has moved along no road.
      const bool moved = last != nullptr && (last->point.longitude != fix.point.longitude ||
                                             last->point.latitude != fix.point.latitude);
      if (moved) {
        links.Add(Feature(drive.id, "LineString",
                          Json::array({Position(last->point), Position(fix.point)})));
      }
      last = &fix;
    }
  }

  FeatureList both;
  both.Add(links);
  both.Add(waypoints);
  return ResultFiles{{"links.geojson", links.Collection()},
                     {"waypoints.geojson", waypoints.Collection()},
                     {"mapmatch_output.json", both.Collection()}};
}

}  // namespace portside::sagemaker_geospatial
