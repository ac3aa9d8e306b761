// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/image_series.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {

Expected<std::vector<ImageSeries>, std::string> SeriesOf(const std::vector<Image>& images,
                                                         Grouping grouping) {
  std::map<std::pair<std::string, std::string>, ImageSeries> by_place;
  for (std::size_t at = 0; at < images.size(); ++at) {
    const Image& image = images[at];
    const std::string place = image.tile.empty() ? image.id : image.tile;
    const std::string year =
        grouping == Grouping::kYearly ? FormatUtc(image.acquired, "%Y") : std::string();
    ImageSeries& series = by_place[{place, year}];
    series.id = year.empty() ? place : place + "_" + year;
    series.folder = year.empty() ? place : place + "/" + year;
    series.images.push_back(at);
  }
  std::vector<ImageSeries> all;
  for (auto& [key, series] : by_place) {
    if (series.images.size() > limits::kImagesPerSeries) {
      return Fail(series.id + " has " + std::to_string(series.images.size()) +
                  " images; Portside goes through at most " +
                  std::to_string(limits::kImagesPerSeries) +
                  " of one place at once. Narrow TimeRangeFilter or PropertyFilters.");
    }
    std::ranges::stable_sort(series.images, {},
                             [&](std::size_t at) { return images[at].acquired; });
    all.push_back(std::move(series));
  }
  return all;
}

}  // namespace portside::sagemaker_geospatial
