// SPDX-License-Identifier: Apache-2.0
//
// Requests of SageMaker geospatial as the suites of this folder send them.

#pragma once

#include <string>

#include "support/test_app.h"

namespace portside::sagemaker_geospatial {

inline constexpr const char* kService = "sagemaker-geospatial";
inline constexpr const char* kRole = "arn:aws:iam::123456789012:role/geospatial";
inline constexpr const char* kSentinel2Arn =
    "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
    "nmqj48dcu3g7ayw8";
inline constexpr const char* kLandsatArn =
    "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
    "gmqa64dcu2g9ayx1";
inline constexpr const char* kAerialArn =
    "arn:aws:sagemaker-geospatial:us-west-2:378778860802:raster-data-collection/public/"
    "37ndema229vwa987";

// Lake Mead, as in the developer guide's tutorial, in the first days of July 2022: two images.
inline Json LakeMeadQuery() {
  return {{"RasterDataCollectionArn", kSentinel2Arn},
          {"AreaOfInterest",
           {{"AreaOfInterestGeometry",
             {{"PolygonGeometry",
               {{"Coordinates", Json::parse("[[[-114.529,36.142],[-114.373,36.142],"
                                            "[-114.373,36.411],[-114.529,36.411],"
                                            "[-114.529,36.142]]]")}}}}}}},
          {"TimeRangeFilter", {{"StartTime", 1656633600}, {"EndTime", 1657411199}}}};
}

inline Json EarthObservationRequest(Json job_config = {{"LandCoverSegmentationConfig",
                                                        Json::object()}},
                                    Json query = LakeMeadQuery()) {
  return {{"Name", "lake-mead"},
          {"ExecutionRoleArn", kRole},
          {"InputConfig", {{"RasterDataCollectionQuery", std::move(query)}}},
          {"JobConfig", std::move(job_config)}};
}

inline Json BandMath(const std::string& name, const std::string& equation) {
  Json operation = {{"Name", name}, {"Equation", equation}};
  return {{"BandMathConfig",
           {{"CustomIndices", {{"Operations", Json::array({std::move(operation)})}}}}}};
}

inline Json ChainedRequest(const std::string& previous, Json job_config) {
  return {{"Name", "chained"},
          {"ExecutionRoleArn", kRole},
          {"InputConfig", {{"PreviousEarthObservationJobArn", previous}}},
          {"JobConfig", std::move(job_config)}};
}

inline Json ReverseGeocodingRequest(const std::string& uri = "s3://input/points.csv") {
  return {{"Name", "points"},
          {"ExecutionRoleArn", kRole},
          {"InputConfig",
           {{"DataSourceConfig", {{"S3Data", {{"S3Uri", uri}}}}}, {"DocumentType", "CSV"}}},
          {"JobConfig",
           {{"ReverseGeocodingConfig", {{"XAttributeName", "lon"}, {"YAttributeName", "lat"}}}}}};
}

inline Json ExportRequest(const std::string& arn, const std::string& uri = "s3://out/results/") {
  return {{"Arn", arn},
          {"ExecutionRoleArn", kRole},
          {"OutputConfig", {{"S3Data", {{"S3Uri", uri}, {"KmsKeyId", ""}}}}}};
}

// Starts a job and waits for its end. Returns its ARN.
inline std::string RunJob(TestApp& app, const char* operation, const Json& request) {
  std::string arn = app.Call(kService, operation, request).at("Arn");
  app.Settle(arn);
  return arn;
}

inline Json GetEarthObservationJob(TestApp& app, const std::string& arn) {
  return app.Call(kService, "GetEarthObservationJob", {{"Arn", arn}});
}
inline Json GetVectorEnrichmentJob(TestApp& app, const std::string& arn) {
  return app.Call(kService, "GetVectorEnrichmentJob", {{"Arn", arn}});
}

// "abcdefghijkm" of an ARN of a job.
inline std::string IdOf(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

}  // namespace portside::sagemaker_geospatial
