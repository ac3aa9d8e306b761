// SPDX-License-Identifier: Apache-2.0

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/requests.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::SizeIs;

std::uint64_t Little(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = size; i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes.at(at + i));
  }
  return value;
}

// The first value of a tag in a TIFF's first directory.
std::uint64_t Tag(std::string_view tiff, std::uint64_t wanted) {
  EXPECT_EQ(tiff.substr(0, 4), std::string_view("II*\0", 4));
  const std::size_t directory = Little(tiff, 4, 4);
  for (std::size_t i = 0; i < Little(tiff, directory, 2); ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (Little(tiff, entry, 2) != wanted) continue;
    return Little(tiff, entry + 8, Little(tiff, entry + 2, 2) == 3 ? 2 : 4);
  }
  ADD_FAILURE() << "no tag " << wanted;
  return 0;
}
constexpr std::uint64_t kWidth = 256, kBits = 258, kSampleFormat = 339;

std::string Export(TestApp& app, const std::string& arn, const Json& request) {
  app.Call(kService, "ExportEarthObservationJob", request);
  app.Settle(arn + "/export");
  return GetEarthObservationJob(app, arn).at("ExportStatus");
}

// Each part can be made to fail while the other is written.
TEST(ExportEarthObservationJob, APartFailsAlone) {
  const struct {
    const char* part;
    const char* other;
    std::string written;
  } cases[] = {{"ExportResults", "ExportSourceImages", "/input/"},
               {"ExportSourceImages", "ExportResults", "/output/"}};
  for (const auto& [part, other, written] : cases) {
    TestApp app;
    app.CreateBucket("out");
    app.Control("POST", "/_portside/outcomes",
                {{"match", {{"kind", "sagemaker-geospatial::earth_observation_job_export"}}},
                 {"outcome", {{"fail", {{"reason", "no room"}, {"part", part}}}}}});
    const std::string arn = RunJob(app, "StartEarthObservationJob",
                                   EarthObservationRequest(BandMath("x", "coastal / 2")));
    Json request = ExportRequest(arn);
    request["ExportSourceImages"] = true;
    EXPECT_EQ(Export(app, arn, request), "FAILED");
    const Json details = GetEarthObservationJob(app, arn).at("ExportErrorDetails");
    EXPECT_EQ(details, Json({{part, {{"Message", "no room"}, {"Type", "CLIENT_ERROR"}}}}));
    const std::vector<std::string> keys = app.ListKeys("s3://out/");
    EXPECT_FALSE(keys.empty());
    EXPECT_THAT(keys, Each(HasSubstr(written)));
  }
  TestApp app;
  HttpRequest request;
  request.method = "POST";
  request.target = "/_portside/outcomes";
  request.body =
      DumpJson({{"match", {{"kind", "sagemaker-geospatial::earth_observation_job_export"}}},
                {"outcome", {{"fail", {{"reason", "x"}, {"part", "Images"}}}}}});
  const HttpResponse refused = app.Send(request);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(std::get<std::string>(refused.body),
              HasSubstr("has the parts ExportResults, ExportSourceImages."));
}

TEST(ExportEarthObservationJob, EncryptsWithTheKeyThatIsNamed) {
  TestApp app;
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  Json request = ExportRequest(arn);
  request["OutputConfig"]["S3Data"]["KmsKeyId"] = "alias/mine";
  EXPECT_EQ(Export(app, arn, request), "SUCCEEDED");
  const auto object = app.objects().Head("out", app.ListKeys("s3://out/").front());
  EXPECT_EQ(object->attributes.headers.at("x-amz-server-side-encryption-aws-kms-key-id"),
            "arn:aws:kms:us-west-2:123456789012:alias/mine");
}

TEST(ExportEarthObservationJob, WritesAMaskForEveryImage) {
  TestApp app;
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  Json request = ExportRequest(arn);
  const Json answer = app.Call(kService, "ExportEarthObservationJob", request);
  EXPECT_EQ(answer.at("Arn"), arn);
  EXPECT_EQ(answer.at("CreationTime"), "2024-01-01T00:00:00.000000Z");
  EXPECT_EQ(answer.at("ExecutionRoleArn"), kRole);
  EXPECT_EQ(answer.at("ExportStatus"), "IN_PROGRESS");
  EXPECT_EQ(answer.at("OutputConfig"), request.at("OutputConfig"));
  EXPECT_FALSE(answer.contains("ExportSourceImages"));
  // Clients look at it at once.
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("ExportStatus"), "IN_PROGRESS");
  app.Advance(10ms);
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("ExportStatus"), "IN_PROGRESS");

  app.Advance(10s);
  const Json job = GetEarthObservationJob(app, arn);
  EXPECT_EQ(job.at("ExportStatus"), "SUCCEEDED");
  EXPECT_EQ(job.at("Status"), "COMPLETED");
  EXPECT_EQ(job.at("DurationInSeconds"), 1);
  const auto keys = app.ListKeys("s3://out/");
  const std::string root = "results/" + IdOf(arn) + "/output/consolidated/11SQA/";
  EXPECT_THAT(keys, ElementsAre(root + "2022-07-04T18:34:08Z/S2A_11SQA_20220704_0_L2A.tif",
                                root + "2022-07-09T18:34:08Z/S2B_11SQA_20220709_0_L2A.tif"));
  const std::string tiff = app.GetObject("s3://out/" + keys[0]);
  EXPECT_EQ(Tag(tiff, kWidth), 1830U);
  EXPECT_EQ(Tag(tiff, kBits), 16U);
  EXPECT_EQ(Tag(tiff, kSampleFormat), 1U);
  // Of 6.7 MB; the shores of a lake are most of it.
  EXPECT_LT(tiff.size(), 400'000U);
}

TEST(ExportEarthObservationJob, WritesARasterForEveryIndex) {
  TestApp app;
  app.CreateBucket("out");
  Json config = BandMath("haze", "coastal / 10000");
  config["BandMathConfig"]["PredefinedIndices"] = {"NDMI"};
  Json query = LakeMeadQuery();
  query["TimeRangeFilter"]["EndTime"] = 1656979200;  // one image
  const std::string arn =
      RunJob(app, "StartEarthObservationJob", EarthObservationRequest(config, query));
  ASSERT_EQ(Export(app, arn, ExportRequest(arn, "s3://out")), "SUCCEEDED");
  const auto keys = app.ListKeys("s3://out/");
  ASSERT_THAT(keys, SizeIs(2));
  const std::string root = IdOf(arn) + "/output/consolidated/11SQA/2022-07-04T18:34:08Z/";
  EXPECT_EQ(keys[0], root + "S2A_11SQA_20220704_0_L2A_haze.tif");
  EXPECT_EQ(keys[1], root + "S2A_11SQA_20220704_0_L2A_ndmi.tif");
  const std::string haze = app.GetObject("s3://out/" + keys[0]);
  EXPECT_EQ(Tag(haze, kWidth), 1830U);
  EXPECT_EQ(Tag(haze, kBits), 32U);
  EXPECT_EQ(Tag(haze, kSampleFormat), 3U);
  EXPECT_EQ(Tag(app.GetObject("s3://out/" + keys[1]), kWidth), 5490U);
}

TEST(ExportEarthObservationJob, WritesTheSourceImagesThatWentIn) {
  TestApp app;
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartEarthObservationJob",
                                 EarthObservationRequest(BandMath("x", "nir09 - coastal")));
  Json request = ExportRequest(arn);
  request["ExportSourceImages"] = true;
  EXPECT_EQ(app.Call(kService, "ExportEarthObservationJob", request).at("ExportSourceImages"),
            true);
  app.Settle(arn + "/export");
  const std::string root = "results/" + IdOf(arn) + "/input/";
  const auto inputs = app.ListKeys("s3://out/" + root);
  EXPECT_THAT(inputs, ElementsAre(root + "S2A_11SQA_20220704_0_L2A/B01.tif",
                                  root + "S2A_11SQA_20220704_0_L2A/B09.tif",
                                  root + "S2B_11SQA_20220709_0_L2A/B01.tif",
                                  root + "S2B_11SQA_20220709_0_L2A/B09.tif"));
  // Users tell results from inputs by the word.
  EXPECT_THAT(inputs, Each(testing::Not(HasSubstr("output"))));
  EXPECT_EQ(Tag(app.GetObject("s3://out/" + inputs[0]), kWidth), 1830U);
  EXPECT_EQ(Tag(app.GetObject("s3://out/" + inputs[1]), kWidth), 1830U);
}

TEST(ExportEarthObservationJob, OfLandsatHasItsOwnGridAndNames) {
  TestApp app;
  app.CreateBucket("out");
  Json query = LakeMeadQuery();
  query["RasterDataCollectionArn"] = kLandsatArn;
  const std::string arn = RunJob(app, "StartEarthObservationJob",
                                 EarthObservationRequest(BandMath("x", "red / 2"), query));
  Json request = ExportRequest(arn);
  request["ExportSourceImages"] = true;
  ASSERT_EQ(Export(app, arn, request), "SUCCEEDED");
  const auto keys = app.ListKeys("s3://out/");
  ASSERT_FALSE(keys.empty());
  EXPECT_THAT(keys[0], MatchesRegex("results/.*/input/LC0[89]_L2SP_039035_.*/SR_B4.tif"));
  EXPECT_THAT(keys.back(), AllOf(HasSubstr("/consolidated/039035/"), EndsWith("_x.tif")));
  EXPECT_EQ(Tag(app.GetObject("s3://out/" + keys.back()), kWidth), 7800U);
}

TEST(ExportEarthObservationJob, NamesFilesByWhatIsInThem) {
  TestApp app;
  app.CreateBucket("out");
  const Json bands = {"nir09", "coastal"};
  const std::pair<Json, std::vector<std::string>> cases[] = {
      {{{"GeoMosaicConfig", {{"TargetBands", bands}}}}, {"mosaic_coastal.tif", "mosaic_nir09.tif"}},
      {{{"TemporalStatisticsConfig",
         {{"Statistics", {"MEAN"}}, {"GroupBy", "YEARLY"}, {"TargetBands", {"coastal"}}}}},
       {"11SQA/2022/11SQA_2022_coastal_mean.tif"}},
      {{{"StackConfig",
         {{"TargetBands", bands}, {"OutputResolution", {{"Predefined", "LOWEST"}}}}}},
       {"11SQA/2022-07-04T18:34:08Z/S2A_11SQA_20220704_0_L2A_stacked.tif",
        "11SQA/2022-07-09T18:34:08Z/S2B_11SQA_20220709_0_L2A_stacked.tif"}},
  };
  for (const auto& [config, files] : cases) {
    const std::string arn =
        RunJob(app, "StartEarthObservationJob", EarthObservationRequest(config));
    ASSERT_EQ(Export(app, arn, ExportRequest(arn, "s3://out")), "SUCCEEDED");
    std::vector<std::string> expected;
    for (const std::string& file : files) {
      expected.push_back(IdOf(arn) + "/output/consolidated/" + file);
    }
    EXPECT_EQ(app.ListKeys("s3://out/" + IdOf(arn)), expected);
  }
}

TEST(ExportEarthObservationJob, DrawsTheSamePixelsForEveryJob) {
  TestApp app;
  app.CreateBucket("out");
  std::string bytes[2];
  for (std::string& drawn : bytes) {
    const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
    ASSERT_EQ(Export(app, arn, ExportRequest(arn)), "SUCCEEDED");
    drawn = app.GetObject("s3://out/" + app.ListKeys("s3://out/results/" + IdOf(arn))[0]);
  }
  EXPECT_EQ(bytes[0], bytes[1]);
}

TEST(ExportEarthObservationJob, OfAChainComputesTheChain) {
  TestApp app;
  app.CreateBucket("out");
  const std::string first = RunJob(app, "StartEarthObservationJob",
                                   EarthObservationRequest(BandMath("a", "coastal - 9")));
  const std::string twice =
      RunJob(app, "StartEarthObservationJob", ChainedRequest(first, BandMath("b", "a * 2")));
  const std::string direct = RunJob(app, "StartEarthObservationJob",
                                    EarthObservationRequest(BandMath("b", "(coastal - 9) * 2")));
  ASSERT_EQ(Export(app, twice, ExportRequest(twice)), "SUCCEEDED");
  ASSERT_EQ(Export(app, direct, ExportRequest(direct)), "SUCCEEDED");
  const auto chained = app.ListKeys("s3://out/results/" + IdOf(twice));
  const auto plain = app.ListKeys("s3://out/results/" + IdOf(direct));
  ASSERT_EQ(chained.size(), plain.size());
  EXPECT_EQ(app.GetObject("s3://out/" + chained[0]), app.GetObject("s3://out/" + plain[0]));
}

TEST(ExportEarthObservationJob, IsRefusedBeforeTheJobIsCompleted) {
  TestApp app;
  const std::string arn =
      app.Call(kService, "StartEarthObservationJob", EarthObservationRequest()).at("Arn");
  for (const Duration wait : {Duration(0), Duration(400ms)}) {
    app.Advance(wait);
    const CallResult result =
        app.TryCall(kService, "ExportEarthObservationJob", ExportRequest(arn));
    EXPECT_EQ(result.status, 409);
    EXPECT_EQ(result.ErrorCode(), "ConflictException");
    EXPECT_THAT(result.ErrorMessage(), HasSubstr("only the results of a COMPLETED job"));
  }
  EXPECT_FALSE(GetEarthObservationJob(app, arn).contains("ExportStatus"));
  Json query = LakeMeadQuery();
  query["TimeRangeFilter"] = {{"StartTime", 1000000000}, {"EndTime", 1000086400}};
  const std::string failed =
      RunJob(app, "StartEarthObservationJob", EarthObservationRequest(BandMath("a", "nir"), query));
  EXPECT_EQ(app.TryCall(kService, "ExportEarthObservationJob", ExportRequest(failed)).status, 409);
}

TEST(ExportEarthObservationJob, IsRefusedWhileAnotherRuns) {
  TestApp app;
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  app.Call(kService, "ExportEarthObservationJob", ExportRequest(arn));
  const CallResult second = app.TryCall(kService, "ExportEarthObservationJob", ExportRequest(arn));
  EXPECT_EQ(second.status, 409);
  EXPECT_THAT(second.ErrorMessage(), HasSubstr("already being exported"));
  // Nor can the job be deleted meanwhile.
  EXPECT_EQ(app.TryCall(kService, "DeleteEarthObservationJob", {{"Arn", arn}}).status, 409);
  app.Settle(arn + "/export");
  app.Call(kService, "DeleteEarthObservationJob", {{"Arn", arn}});
  EXPECT_EQ(app.resources().Find(arn + "/export"), nullptr);
}

TEST(ExportEarthObservationJob, WithOneClientTokenIsOneExport) {
  TestApp app;
  app.CreateBucket("out");
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  Json request = ExportRequest(arn);
  request["ClientToken"] = "ef57c34b-9181-4e21-925d-e132314c95bc";
  const Json first = app.Call(kService, "ExportEarthObservationJob", request);
  EXPECT_EQ(app.Call(kService, "ExportEarthObservationJob", request), first);
}

TEST(ExportEarthObservationJob, SaysWhyItFailedAndCanBeRepeated) {
  TestApp app;
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  Json request = ExportRequest(arn, "s3://nowhere/results");
  request["ExportSourceImages"] = true;
  ASSERT_EQ(Export(app, arn, request), "FAILED");
  const Json details = GetEarthObservationJob(app, arn).at("ExportErrorDetails");
  EXPECT_EQ(details.at("ExportResults").at("Type"), "CLIENT_ERROR");
  EXPECT_THAT(details.at("ExportResults").at("Message").get<std::string>(), HasSubstr("nowhere"));
  EXPECT_EQ(details.at("ExportSourceImages"), details.at("ExportResults"));
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("Status"), "COMPLETED");

  app.CreateBucket("nowhere");
  request.erase("ExportSourceImages");
  app.Call(kService, "ExportEarthObservationJob", request);
  const Json again = GetEarthObservationJob(app, arn);
  EXPECT_EQ(again.at("ExportStatus"), "IN_PROGRESS");
  EXPECT_FALSE(again.contains("ExportErrorDetails"));
  app.Settle(arn + "/export");
  EXPECT_EQ(GetEarthObservationJob(app, arn).at("ExportStatus"), "SUCCEEDED");
  EXPECT_THAT(app.ListKeys("s3://nowhere/results/"), SizeIs(2));
}

TEST(ExportEarthObservationJob, FailsInTheBucketOfAnother) {
  TestApp app;
  app.account = "999999999999";
  app.CreateBucket("theirs");
  app.account = "123456789012";
  const std::string arn = RunJob(app, "StartEarthObservationJob", EarthObservationRequest());
  ASSERT_EQ(Export(app, arn, ExportRequest(arn, "s3://theirs/")), "FAILED");
  const Json details = GetEarthObservationJob(app, arn).at("ExportErrorDetails");
  EXPECT_THAT(details.at("ExportResults").at("Message").get<std::string>(), HasSubstr("theirs"));
  EXPECT_FALSE(details.contains("ExportSourceImages"));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
