// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tiles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/base/encoding.h"
#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// Over the place of LakeMeadQuery, in Web Mercator.
constexpr const char* kPlace = "/tile/12/745/1604";

HttpResponse Get(TestApp& app, const std::string& arn, const std::string& query,
                 const std::string& place = kPlace) {
  HttpRequest request;
  request.method = "GET";
  request.target = place + "?Arn=" + PercentEncode(arn) + "&" + query;
  request.headers.Add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=123456789012/20240101/us-west-2/"
                      "sagemaker-geospatial/aws4_request, SignedHeaders=host, Signature=0");
  return app.Send(std::move(request));
}

std::string TextOf(const HttpResponse& response) { return std::get<std::string>(response.body); }

std::string LandCoverJob(TestApp& app) {
  return RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
}

TEST(Tiles, AreBytesOfTheirOwnContentType) {
  TestApp app;
  const std::string arn = LandCoverJob(app);
  const HttpResponse png = Get(app, arn, "Target=OUTPUT&ImageAssets=mask");
  EXPECT_EQ(png.status, 200) << TextOf(png);
  EXPECT_EQ(png.headers.Get("Content-Type"), "image/png");
  EXPECT_THAT(TextOf(png), StartsWith("\x89PNG"));
  const HttpResponse jpeg = Get(
      app, arn, "Target=INPUT&ImageAssets=red&ImageAssets=green&ImageAssets=blue&OutputFormat=jpg");
  EXPECT_EQ(jpeg.headers.Get("Content-Type"), "image/jpeg");
  EXPECT_THAT(TextOf(jpeg), StartsWith("\xff\xd8\xff"));
  const HttpResponse array = Get(app, arn, "Target=OUTPUT&ImageAssets=mask&OutputFormat=npy");
  EXPECT_EQ(array.headers.Get("Content-Type"), "application/octet-stream");
  EXPECT_THAT(TextOf(array), StartsWith("\x93NUMPY"));
}

TEST(Tiles, AreTheSameWhoeverAsksAgain) {
  TestApp app;
  TestApp other;
  const std::string arn = LandCoverJob(app);
  EXPECT_EQ(arn, LandCoverJob(other));
  const std::string first = TextOf(Get(app, arn, "Target=OUTPUT&ImageAssets=mask"));
  EXPECT_EQ(TextOf(Get(other, arn, "Target=INPUT&ImageAssets=nir")),
            TextOf(Get(app, arn, "Target=INPUT&ImageAssets=nir")));
  EXPECT_EQ(TextOf(Get(app, arn, "Target=OUTPUT&ImageAssets=mask")), first);
}

TEST(Tiles, AreComputedAside) {
  TestApp app({.has_aside = true});
  const std::string arn = LandCoverJob(app);
  const int before = app.asides;
  EXPECT_EQ(Get(app, arn, "Target=OUTPUT&ImageAssets=mask").status, 200);
  EXPECT_EQ(app.asides, before + 1);
  // What is refused at once is not.
  EXPECT_EQ(Get(app, arn, "Target=OUTPUT&ImageAssets=mask&OutputFormat=gif").status, 400);
  EXPECT_EQ(app.asides, before + 1);
}

TEST(Tiles, SayWhatIsWrong) {
  TestApp app;
  const std::string arn = LandCoverJob(app);
  struct Case {
    const char* place;
    const char* query;
    const char* text;
  };
  const Case cases[] = {
      {"/tile/24/0/0", "Target=OUTPUT&ImageAssets=mask", "z is 24; a zoom level is 0 to 23"},
      {"/tile/-1/0/0", "Target=OUTPUT&ImageAssets=mask", "z is -1"},
      {"/tile/2/4/0", "Target=OUTPUT&ImageAssets=mask", "x is 4; at zoom level 2 it is 0 to 3"},
      {"/tile/2/0/-1", "Target=OUTPUT&ImageAssets=mask", "y is -1"},
      {kPlace, "Target=OUTPUT&ImageAssets=ndvi", "ImageAssets has 'ndvi'; the assets are mask"},
      {kPlace, "Target=OUTPUT&ImageAssets=mask&OutputFormat=tif", "allowed are png, jpg and npy"},
      {kPlace, "Target=OUTPUT&ImageAssets=mask&OutputDataType=INT16", "OutputDataType is for"},
      {kPlace, "Target=OUTPUT&ImageAssets=mask&OutputFormat=jpg&ImageMask=true", "has no mask"},
      {kPlace, "Target=INPUT&ImageAssets=red&ImageAssets=nir", "A picture has one band"},
      {kPlace, "Target=BOTH&ImageAssets=mask", "enum value set: [INPUT, OUTPUT]"},
      {kPlace, "Target=OUTPUT", "imageAssets"},
      {kPlace, "Target=OUTPUT&ImageAssets=mask&TimeRangeFilter=now", "TimeRangeFilter is 'now'"},
      {kPlace, "Target=OUTPUT&ImageAssets=mask&PropertyFilters=%5B%5D", "PropertyFilters must"},
      {kPlace, "Target=OUTPUT&ImageAssets=mask&ExecutionRoleArn=somebody-who-is-no-role",
       "executionRoleArn"},
  };
  for (const Case& it : cases) {
    const HttpResponse response = Get(app, arn, it.query, it.place);
    EXPECT_EQ(response.status, 400) << it.query;
    EXPECT_EQ(response.headers.Get("x-amzn-ErrorType"), "ValidationException") << it.query;
    EXPECT_THAT(TextOf(response), HasSubstr(it.text));
  }
}

TEST(Tiles, AreOfJobsThatAreThereAndCompleted) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  const HttpResponse early = Get(app, arn, "Target=INPUT&ImageAssets=nir");
  EXPECT_EQ(early.status, 400);
  EXPECT_THAT(TextOf(early), HasSubstr("is INITIALIZING; tiles are there once it is COMPLETED"));
  app.Settle(arn);
  EXPECT_EQ(Get(app, arn, "Target=INPUT&ImageAssets=nir").status, 200);
  app.Call(kService, "DeleteEarthObservationJob", {{"Arn", arn}});
  app.Settle(arn);
  const HttpResponse late = Get(app, arn, "Target=INPUT&ImageAssets=nir");
  EXPECT_EQ(late.status, 404);
  EXPECT_EQ(late.headers.Get("x-amzn-ErrorType"), "ResourceNotFoundException");
}

TEST(Tiles, OfOthersAreNotThere) {
  TestApp app;
  const std::string arn = LandCoverJob(app);
  HttpRequest request;
  request.method = "GET";
  request.target =
      std::string(kPlace) + "?Target=OUTPUT&ImageAssets=mask&Arn=" + PercentEncode(arn);
  request.headers.Add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=210987654321/20240101/us-west-2/"
                      "sagemaker-geospatial/aws4_request, SignedHeaders=host, Signature=0");
  EXPECT_EQ(app.Send(std::move(request)).status, 404);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
