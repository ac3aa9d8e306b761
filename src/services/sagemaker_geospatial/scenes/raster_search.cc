// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/raster_search.h"

#include <algorithm>
#include <limits>

#include "portside/services/core/pagination.h"
#include "services/sagemaker_geospatial/errors.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/area_of_interest.h"
#include "services/sagemaker_geospatial/scenes/elevation_tiles.h"
#include "services/sagemaker_geospatial/scenes/raster_query.h"
#include "services/sagemaker_geospatial/scenes/scene_item.h"
#include "services/sagemaker_geospatial/scenes/scene_search.h"

namespace portside::sagemaker_geospatial {
namespace {

// What a search is about, checked.
struct Request {
  const RasterDataCollection& collection;
  Json area;
  SceneSearch search;
  std::optional<Json> band_filter;
  std::optional<SearchPosition> after;
  std::int64_t counted = 0;  // by the first page
  std::string fingerprint;
};

// Without an area of interest the whole earth is meant: the model does not ask for one.
Json AreaOf(const Json& query) {
  if (const auto area = query.find("AreaOfInterest"); area != query.end()) return *area;
  return {{"AreaOfInterestGeometry",
           {{"PolygonGeometry",
             {{"Coordinates",
               Json::parse("[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]")}}}}}};
}

Result<void> CheckBandFilter(const std::optional<Json>& band_filter,
                             const RasterDataCollection& collection) {
  if (!band_filter) return {};
  const std::vector<std::string> names = AssetNamesOf(collection);
  for (const Json& band : *band_filter) {
    if (std::ranges::find(names, band.get_ref<const std::string&>()) != names.end()) continue;
    std::string allowed;
    for (const std::string& name : names) allowed += (allowed.empty() ? "" : ", ") + name;
    return Fail(ValidationException("BandFilter has '" + band.get<std::string>() +
                                    "'; the assets of " + std::string(collection.name) + " are " +
                                    allowed + "."));
  }
  return {};
}

Result<Request> Read(const Json& input, const RequestContext& context) {
  const Json& query = input.at("RasterDataCollectionQuery");
  const auto& arn = input.at("Arn").get_ref<const std::string&>();
  const RasterDataCollection* collection = FindRasterDataCollection(arn);
  if (collection == nullptr) return Fail(NoSuchResource("Raster data collection", arn));
  TRY(CheckRasterQuery(query, *collection));
  if (collection->archive == Archive::kNotEmulated) {
    return Fail(NotEmulated("SearchRasterDataCollection of " + std::string(collection->name)));
  }
  const auto bands = query.find("BandFilter");
  const Json& range = query.at("TimeRangeFilter");
  Request request{.collection = *collection,
                  .area = AreaOf(query),
                  .search = {.mission = collection->mission,
                             .footprints = nullptr,
                             .start = FromEpochSeconds(range.at("StartTime").get<double>()),
                             .end = FromEpochSeconds(range.at("EndTime").get<double>()),
                             .property_filters = query.value("PropertyFilters", Json::object())
                                                     .value("Properties", Json::array()),
                             .seed = context.jobs.seed()},
                  .band_filter = bands == query.end() ? std::nullopt : std::optional(*bands),
                  .after = std::nullopt,
                  .fingerprint = "SearchRasterDataCollection" + arn + DumpJson(query)};
  TRY(CheckBandFilter(request.band_filter, *collection));
  if (const std::string token = StringOr(input, "NextToken"); !token.empty()) {
    const auto position = ReadPageToken(token, request.fingerprint);
    if (!position) return Fail(InvalidNextToken());
    request.after =
        SearchPosition{FromEpochSeconds(static_cast<double>(position->number)), position->text};
    request.counted = position->sequence;
  }
  return request;
}

using Places = std::function<void(const PlaceVisitor& visit)>;

// What `make` makes of the places of an area, of which the last one is remembered: its pages ask
// again and again. Each thread has its own, so that no two share one.
template <typename Tile>
Result<std::shared_ptr<const std::vector<Tile>>> TilesOf(
    const Request& request, const std::function<std::vector<Tile>(const Places&)>& make) {
  struct Remembered {
    Mission mission = Mission::kNone;
    std::string area;
    std::shared_ptr<const std::vector<Tile>> tiles;
  };
  thread_local Remembered remembered;
  std::string area = DumpJson(request.area);
  if (remembered.mission == request.collection.mission && remembered.area == area) {
    return remembered.tiles;
  }
  std::size_t places = 0;
  const auto visit_places = [&](const PlaceVisitor& visit) {
    VisitPlaces(request.area, [&](GeoPoint place) {
      return ++places <= limits::kPlacesPerSearch && visit(place);
    });
  };
  auto tiles = std::make_shared<const std::vector<Tile>>(make(visit_places));
  if (places > limits::kPlacesPerSearch) {
    return Fail(ValidationException(
        "AreaOfInterest: its edges and what lies between them are longer than Portside walks for a "
        "search, which is " +
        std::to_string(limits::kPlacesPerSearch) +
        " steps of about ten kilometres. Simplify its polygons, or search parts of it."));
  }
  remembered = {request.collection.mission, std::move(area), tiles};
  return tiles;
}

// All are of one moment.
Result<ComputedAnswer> SearchElevation(const Request& request) {
  std::vector<ElevationTile> found;
  if (request.search.start <= kElevationMoment && kElevationMoment <= request.search.end) {
    found = *TRY(TilesOf<ElevationTile>(request, ElevationTilesOf));
  }
  Json items = Json::array();
  std::string next;
  for (const ElevationTile& tile : found) {
    if (request.after && tile.Id() <= request.after->id) continue;
    if (items.size() == limits::kScenesPerPage) {
      next = items.back().at("Id").get<std::string>();
      break;
    }
    items.push_back(tile.Item(request.band_filter));
  }
  Json output = {{"ApproximateResultCount", found.size()}, {"Items", std::move(items)}};
  if (!next.empty()) {
    output["NextToken"] =
        MakePageToken(request.fingerprint,
                      {next, kElevationMoment.time_since_epoch() / std::chrono::seconds(1), 0});
  }
  return ComputedAnswer{std::move(output)};
}

Result<ComputedAnswer> Search(Request request) {
  if (request.collection.archive == Archive::kElevation) return SearchElevation(request);
  request.search.footprints = TRY(TilesOf<Footprint>(request, [&](const Places& visit_places) {
    return FootprintsOf(request.collection.mission, visit_places,
                        std::numeric_limits<std::size_t>::max());
  }));
  CloudsOverLand clouds(request.search.seed);
  const SearchPage page = TakeScenes(request.search, request.after, clouds);
  const bool is_whole = !request.after && !page.next;
  if (is_whole) request.counted = static_cast<std::int64_t>(page.scenes.size());
  if (!request.after && page.next) request.counted = CountScenes(request.search, clouds);

  Json items = Json::array();
  for (const Scene& scene : page.scenes) {
    items.push_back(SceneItem(scene, request.collection, request.band_filter, clouds));
  }
  Json output = {{"ApproximateResultCount", request.counted}, {"Items", std::move(items)}};
  if (page.next) {
    const auto second = std::chrono::floor<std::chrono::seconds>(page.next->acquired);
    output["NextToken"] = MakePageToken(
        request.fingerprint, {page.next->id, second.time_since_epoch().count(), request.counted});
  }
  return ComputedAnswer{std::move(output)};
}

}  // namespace

Result<Computation> SearchRasterDataCollection(const Json& input, RequestContext& context) {
  return [request = TRY(Read(input, context))](const RecordReader&) { return Search(request); };
}

}  // namespace portside::sagemaker_geospatial
