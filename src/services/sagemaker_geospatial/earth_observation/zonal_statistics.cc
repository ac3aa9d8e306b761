// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/zonal_statistics.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/formats/csv.h"
#include "services/sagemaker_geospatial/earth_observation/statistics.h"
#include "services/sagemaker_geospatial/earth_observation/tally.h"
#include "services/sagemaker_geospatial/earth_observation/target_bands.h"
#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

using Done = Expected<void, std::string>;

std::string TextOf(double number) {
  char text[40];
  const auto end = std::to_chars(std::begin(text), std::end(text), number).ptr;
  return {text, end};
}

class Table {
 public:
  Table(const Json& config, const std::vector<Zone>& zones, const std::stop_token& stop,
        const std::function<void(std::string_view csv)>& sink)
      : config_(config), zones_(zones), stop_(stop), sink_(sink) {
    std::vector<std::string> head = {"zone", "zone_id", "image", "acquired", "band", "pixels"};
    for (const Json& name : config.at("Statistics")) {
      const auto& text = name.get_ref<const std::string&>();
      statistics_.push_back(StatisticOf(text).value());
      head.push_back(ToLower(text));
    }
    AppendCsvRecord(text_, head);
  }

  Done Add(const Image& image) {
    for (const Layer& layer : TRY(TargetLayers(config_, image))) {
      const std::size_t bands = layer.raster->info().bands.size();
      for (std::size_t band = 0; band < bands; ++band) {
        const std::string name =
            bands == 1 ? layer.name : layer.name + "_" + layer.raster->info().bands[band];
        TRY(AddBand(image, *layer.raster, band, name));
      }
    }
    return {};
  }

  Done End() {
    if (!has_pixels_) {
      return Fail(
          std::string("No zone of ZoneS3Path lies in any of the images. Zones are given as "
                      "[longitude, latitude]; compare them with AreaOfInterest."));
    }
    sink_(text_);
    return {};
  }

 private:
  Done AddBand(const Image& image, const Raster& raster, std::size_t band,
               const std::string& name) {
    PlaceZones(raster.info().grid);
    TileTallies tiles(raster, band);
    for (std::size_t zone = 0; zone < zones_.size(); ++zone) {
      if (stop_.stop_requested()) return Fail(std::string("The job was stopped."));
      const auto tally = tiles.Of(placed_[zone].bounds(), RowsOf(zone));
      if (!tally) {
        return Fail("The band " + name + " of " + image.id + " has more than " +
                    std::to_string(limits::kZoneValues) + " different values in zone " +
                    std::to_string(zone) + "; Portside counts no more. Make the zone smaller.");
      }
      AddRow(zone, image, name, *tally);
    }
    return {};
  }

  void AddRow(std::size_t zone, const Image& image, const std::string& band, const Tally& tally) {
    const auto counted = tally.Sorted();
    std::vector<std::string> row = {std::to_string(zone),
                                    zones_[zone].id,
                                    image.id,
                                    FormatIso8601(image.acquired, 0),
                                    band,
                                    std::to_string(tally.count())};
    for (const Statistic statistic : statistics_) {
      row.push_back(tally.count() == 0 ? "" : TextOf(Compute(statistic, counted)));
    }
    has_pixels_ = has_pixels_ || tally.count() > 0;
    AppendCsvRecord(text_, row);
    if (text_.size() < limits::kResultPageBytes) return;
    sink_(text_);
    text_.clear();
  }

  void PlaceZones(const RasterGrid& grid) {
    if (grid_ == grid) return;
    grid_ = grid;
    placed_.clear();
    rows_.assign(zones_.size(), {});
    kept_rows_ = 0;
    for (const Zone& zone : zones_) placed_.emplace_back(zone, grid);
  }

  // Kept for the next image of the place, as long as they are not too many.
  const std::vector<Spans>& RowsOf(std::size_t zone) {
    constexpr std::size_t kKeptRows = 1'000'000;
    const RasterWindow& bounds = placed_[zone].bounds();
    if (!rows_[zone].empty() || bounds.rows == 0) return rows_[zone];
    std::vector<Spans> rows;
    for (std::uint32_t row = 0; row < bounds.rows; ++row) {
      rows.push_back(placed_[zone].SpansOf(bounds.row + row));
    }
    const bool is_kept = kept_rows_ + rows.size() <= kKeptRows;
    if (is_kept) kept_rows_ += rows.size();
    std::vector<Spans>& place = is_kept ? rows_[zone] : passing_rows_;
    place = std::move(rows);
    return place;
  }

  const Json& config_;
  const std::vector<Zone>& zones_;
  const std::stop_token& stop_;
  const std::function<void(std::string_view csv)>& sink_;
  std::vector<Statistic> statistics_;
  RasterGrid grid_;
  std::vector<ZoneOnGrid> placed_;
  std::vector<std::vector<Spans>> rows_;  // of each zone
  std::size_t kept_rows_ = 0;
  std::vector<Spans> passing_rows_;
  std::string text_;
  bool has_pixels_ = false;
};

}  // namespace

Expected<void, std::string> TabulateZones(const Json& config, const std::vector<Image>& images,
                                          const std::vector<Zone>& zones,
                                          const std::stop_token& stop,
                                          const std::function<void(std::string_view csv)>& sink) {
  const std::size_t bands = TRY(TargetLayers(config, images.front())).size();
  const std::size_t rows = bands * images.size() * zones.size();
  if (rows > limits::kZonalRows) {
    return Fail("The table would have " + std::to_string(rows) + " rows (" +
                std::to_string(zones.size()) + " zones, " + std::to_string(images.size()) +
                " images, " + std::to_string(bands) + " bands); Portside makes at most " +
                std::to_string(limits::kZonalRows) +
                ". Name fewer TargetBands, or narrow "
                "TimeRangeFilter.");
  }
  Table table(config, zones, stop, sink);
  for (const Image& image : images) TRY(table.Add(image));
  return table.End();
}

}  // namespace portside::sagemaker_geospatial
