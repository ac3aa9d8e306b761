// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "portside/services/core/pagination.h"
#include "portside/store/database.h"
#include "services/sagemaker_geospatial/errors.h"

namespace portside::sagemaker_geospatial {
namespace {

// The bands of GetRasterDataCollection, recorded; resolutions by the developer guide. Scene
// classes are bytes at the provider; the service's output types have no byte.
constexpr RasterBand kSentinel2Bands[] = {
    {"coastal", "B01", 60, 443},  {"blue", "B02", 10, 490},     {"green", "B03", 10, 560},
    {"red", "B04", 10, 665},      {"rededge1", "B05", 20, 705}, {"rededge2", "B06", 20, 740},
    {"rededge3", "B07", 20, 783}, {"nir", "B08", 10, 842},      {"nir08", "B8A", 20, 865},
    {"nir09", "B09", 60, 940},    {"swir16", "B11", 20, 1610},  {"swir22", "B12", 20, 2190},
    {"aot", "AOT", 10},           {"wvp", "WVP", 10},           {"scl", "SCL", 20},
};

// Names, resolution and fill values by the developer guide; files by the provider's product.
constexpr RasterBand kLandsatBands[] = {
    {"coastal", "SR_B1", 30, 443},
    {"blue", "SR_B2", 30, 482},
    {"green", "SR_B3", 30, 561},
    {"red", "SR_B4", 30, 655},
    {"nir", "SR_B5", 30, 865},
    {"swir16", "SR_B6", 30, 1609},
    {"swir22", "SR_B7", 30, 2201},
    {"qa_aerosol", "SR_QA_AEROSOL", 30, 0, SampleType::kUint16, "1"},
    {"qa_pixel", "QA_PIXEL", 30, 0, SampleType::kUint16, "1"},
    {"qa_radsat", "QA_RADSAT", 30, 0, SampleType::kUint16, ""},
    {"t", "ST_B10", 30},
    {"atran", "ST_ATRAN", 30, 0, SampleType::kInt16, "-9999"},
    {"cdist", "ST_CDIST", 30, 0, SampleType::kInt16, "-9999"},
    {"drad", "ST_DRAD", 30, 0, SampleType::kInt16, "-9999"},
    {"urad", "ST_URAD", 30, 0, SampleType::kInt16, "-9999"},
    {"trad", "ST_TRAD", 30, 0, SampleType::kInt16, "-9999"},
    {"emis", "ST_EMIS", 30, 0, SampleType::kInt16, "-9999"},
    {"emsd", "ST_EMSD", 30, 0, SampleType::kInt16, "-9999"},
};

constexpr RasterBand kElevationBands[] = {{"data", "DEM", 30, 0, SampleType::kFloat32, ""}};
constexpr RasterBand kAerialBands[] = {{"image", "image", 1}};

constexpr CollectionFilter kSentinel2Filters[] = {
    {"EoCloudCover", "number", 0, 100}, {"ViewOffNadir", "number", 0, 90}, {"Platform", "string"}};
// What GetRasterDataCollection answers for Landsat is not recorded; these are the properties that
// the query's model has and a Landsat item carries.
constexpr CollectionFilter kLandsatFilters[] = {
    {"EoCloudCover", "number", 0, 100},    {"LandsatCloudCoverLand", "number", 0, 100},
    {"ViewOffNadir", "number", 0, 90},     {"ViewSunAzimuth", "number", 0, 360},
    {"ViewSunElevation", "number", 0, 90}, {"Platform", "string"}};

constexpr RasterDataCollection kCollections[] = {
    {.arn = "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
            "dxxbpqwvu9041ny8",
     .name = "Copernicus DEM GLO-30",
     .description =
         "Copernicus DEM is a Digital Surface Model which represents the surface of the Earth "
         "including buildings, infrastructure, and vegetation. GLO-30 is instance of Copernicus "
         "DEM that provides limited worldwide coverage at 30 meters.",
     .page_url = "https://registry.opendata.aws/copernicus-dem/",
     .filters = {},
     .bands = kElevationBands,
     .archive = Archive::kElevation},
    {.arn = "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
            "gmqa64dcu2g9ayx1",
     .name = "Landsat Collection 2 Level-2 Science Products",
     .description = "Landsat 8 and Landsat 9 surface reflectance and surface temperature.",
     .page_url = "https://registry.opendata.aws/usgs-landsat/",
     .filters = kLandsatFilters,
     .bands = kLandsatBands,
     .mission = Mission::kLandsat,
     .archive = Archive::kScenes,
     .scale = 0.0000275,
     .offset = -0.2},
    {.arn = "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
            "37ndema229vwa987",
     .name = "National Agriculture Imagery Program",
     .description = "Aerial imagery of the agricultural growing seasons in the United States.",
     .page_url = "https://registry.opendata.aws/naip/",
     .filters = {},
     .bands = kAerialBands},
    {.arn = "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
            "nmqj48dcu3g7ayw8",
     .name = "Sentinel 2 L2A COGs",
     .description = "Sentinel-2a and Sentinel-2b imagery, processed to Level 2A (Surface "
                    "Reflectance) and converted to Cloud-Optimized GeoTIFFs",
     .page_url = "https://registry.opendata.aws/sentinel-2-l2a-cogs",
     .filters = kSentinel2Filters,
     .bands = kSentinel2Bands,
     .mission = Mission::kSentinel2,
     .archive = Archive::kScenes,
     .scale = 0.0001},
};

Json FiltersOf(const RasterDataCollection& collection) {
  Json filters = Json::array();
  for (const CollectionFilter& filter : collection.filters) {
    Json entry = {{"Name", filter.name}, {"Type", filter.type}};
    if (filter.type == "number") {
      entry["Minimum"] = filter.minimum;
      entry["Maximum"] = filter.maximum;
    }
    filters.push_back(std::move(entry));
  }
  return filters;
}

Json Summary(const RasterDataCollection& collection) {
  return {{"Arn", collection.arn},
          {"Name", collection.name},
          {"Description", collection.description},
          {"DescriptionPageUrl", collection.page_url},
          {"SupportedFilters", FiltersOf(collection)},
          {"Tags", Json::object()},
          {"Type", "PUBLIC"}};
}

}  // namespace

const RasterBand* RasterDataCollection::FindBand(std::string_view band) const {
  const auto found = std::ranges::find(bands, band, &RasterBand::name);
  return found == bands.end() ? nullptr : &*found;
}

std::string RasterDataCollection::BandNames() const {
  std::string names;
  for (const RasterBand& band : bands) {
    if (!names.empty()) names += ", ";
    names += band.name;
  }
  return names;
}

std::span<const RasterDataCollection> RasterDataCollections() { return kCollections; }

const RasterDataCollection* FindRasterDataCollection(std::string_view arn) {
  const auto found = std::ranges::find(kCollections, arn, &RasterDataCollection::arn);
  return found == std::end(kCollections) ? nullptr : &*found;
}

const RasterDataCollection& CollectionOf(const Json& plan) {
  const RasterDataCollection* collection =
      FindRasterDataCollection(plan.at("Collection").get_ref<const std::string&>());
  if (collection == nullptr) throw DatabaseError("a plan names no raster data collection");
  return *collection;
}

std::optional<std::string> FindFlawOfPlan(const Json& document) {
  const std::string arn = StringOr(document.value("Plan", Json::object()), "Collection");
  if (FindRasterDataCollection(arn) != nullptr) return std::nullopt;
  return "plans with the raster data collection '" + arn + "', which is none";
}

Result<Json> ListRasterDataCollections(const Json& input, RequestContext&) {
  // By name, as the recorded answers are.
  std::vector<const RasterDataCollection*> sorted;
  for (const RasterDataCollection& collection : kCollections) sorted.push_back(&collection);
  std::ranges::sort(sorted, {}, &RasterDataCollection::name);

  const std::string token = StringOr(input, "NextToken");
  const auto page = TakePageOf(sorted.size(), input.value("MaxResults", std::size_t{20}),
                               {.token = token, .fingerprint = "ListRasterDataCollections"});
  if (!page) return Fail(InvalidNextToken());

  Json output = {{"RasterDataCollectionSummaries", Json::array()}};
  for (std::size_t at = page->first; at < page->end; ++at) {
    output["RasterDataCollectionSummaries"].push_back(Summary(*sorted[at]));
  }
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

Result<Json> GetRasterDataCollection(const Json& input, RequestContext&) {
  const auto& arn = input.at("Arn").get_ref<const std::string&>();
  const RasterDataCollection* collection = FindRasterDataCollection(arn);
  if (collection == nullptr) return Fail(NoSuchResource("Raster data collection", arn));

  Json output = Summary(*collection);
  Json bands = Json::array();
  for (const RasterBand& band : collection->bands) bands.push_back(band.name);
  output["ImageSourceBands"] = std::move(bands);
  return output;
}

}  // namespace portside::sagemaker_geospatial
