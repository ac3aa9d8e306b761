// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recommendation_id.h"
#include "services/personalize/runtime/runtime_fixture.h"

namespace portside::personalize {
namespace {

inline const std::string kAttributedSchema = SchemaText(
    "Interactions", R"({"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
       {"name":"TIMESTAMP","type":"long"},{"name":"EVENT_TYPE","type":"string"},
       {"name":"EVENT_VALUE","type":["float","null"]},
       {"name":"RECOMMENDATION_ID","type":["null","string"]},
       {"name":"EVENT_ATTRIBUTION_SOURCE","type":["null","string"]})");

constexpr const char* kHeader =
    "METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP\n";

class AttributionReportTest : public PersonalizeTest {
 protected:
  AttributionReportTest() {
    app.CreateBucket("source");
    app.CreateBucket("out");
    group_ = MakeGroup("g");
    interactions_ = MakeDataset(group_, "Interactions", MakeSchema("s", kAttributedSchema));
    const std::string items = MakeDataset(group_, "Items", MakeSchema("items", kItemsSchema));
    Import(items, "items", "ITEM_ID,PRICE,GENRES\na,2.5,x\nb,4,x\n");
  }
  void MakeAttribution(const Json& metrics, const std::string& path = "s3://out/reports/") {
    Json output = {{"roleArn", kRole}};
    if (!path.empty()) output["s3DataDestination"] = {{"path", path}};
    Settled(Do("CreateMetricAttribution", {{"name", "m"},
                                           {"datasetGroupArn", group_},
                                           {"metrics", metrics},
                                           {"metricsOutputConfig", output}})
                .at("metricAttributionArn"));
  }
  Json Input(const std::string& csv) {
    app.PutObject("s3://source/in.csv", csv);
    Json input = ImportInput(interactions_, "job", "s3://source/in.csv");
    input["publishAttributionMetricsToS3"] = true;
    return input;
  }

  std::string group_, interactions_;
};

TEST_F(AttributionReportTest, CountsAndSumsBySourceAndQuarterOfAnHour) {
  MakeAttribution(
      {{{"eventType", "Watch"}, {"metricName", "COUNTWATCHES"}, {"expression", "SAMPLECOUNT()"}},
       {{"eventType", "watch"}, {"metricName", "PRICES"}, {"expression", "SUM(Items.PRICE)"}},
       {{"eventType", "Buy"},
        {"metricName", "VALUES"},
        {"expression", "SUM(Interactions.EVENT_VALUE)"}}});
  const Json job =
      Finish(Do("CreateDatasetImportJob",
                Input("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,RECOMMENDATION_ID,"
                      "EVENT_ATTRIBUTION_SOURCE\n"
                      "u,a,900,Watch,,,mail\nu,b,1799,Watch,,,mail\nu,a,1800,Watch,,,\n"
                      "u,a,1800,Buy,1.5,RID-x-CID-abcdef,\nu,a,1801,Buy,2,,web\n"))
                 .at("datasetImportJobArn"));
  ASSERT_EQ(job.at("status"), "ACTIVE") << job;
  const auto keys = app.ListKeys("s3://out/reports/");
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_THAT(keys.front(),
              testing::MatchesRegex("reports/AggregatedAttributionMetrics - DatasetImportJob - "
                                    "[0-9]+.csv"));
  EXPECT_EQ(app.GetObject("s3://out/" + keys.front()),
            std::string(kHeader) +
                "VALUES,Buy,2.0,sum,web,1800\n"
                "VALUES,Buy,1.5,sum,SOURCE_NAME_UNDEFINED,1800\n"
                "PRICES,watch,2.5,sum,SOURCE_NAME_UNDEFINED,1800\n"
                "COUNTWATCHES,Watch,1.0,samplecount,SOURCE_NAME_UNDEFINED,1800\n"
                "PRICES,watch,6.5,sum,mail,900\n"
                "COUNTWATCHES,Watch,2.0,samplecount,mail,900\n");
}

TEST_F(AttributionReportTest, RefusesWhatHasNothingToPublish) {
  const Json input = Input(
      "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,RECOMMENDATION_ID,"
      "EVENT_ATTRIBUTION_SOURCE\nu,a,900,Watch,,,mail\n");
  EXPECT_THAT(Try("CreateDatasetImportJob", input),
              Refused("InvalidInputException", "needs an ACTIVE metric attribution"));
  MakeAttribution({{{"eventType", "Watch"}, {"metricName", "N"}, {"expression", "SAMPLECOUNT()"}}},
                  "");
  EXPECT_THAT(Try("CreateDatasetImportJob", input),
              Refused("InvalidInputException", "has no s3DataDestination"));
  app.PutObject("s3://source/items.csv", "ITEM_ID,PRICE,GENRES\na,2.5,x\n");
  Json items = ImportInput(Named("dataset/g/ITEMS"), "more", "s3://source/items.csv");
  items["publishAttributionMetricsToS3"] = true;
  EXPECT_THAT(Try("CreateDatasetImportJob", items),
              Refused("InvalidInputException", "is for imports into an INTERACTIONS dataset"));
}

TEST_F(AttributionReportTest, AMetricOfAColumnThatIsNotThereFailsTheJob) {
  MakeAttribution(
      {{{"eventType", "Watch"}, {"metricName", "N"}, {"expression", "SUM(Items.WEIGHT)"}}});
  const Json job =
      Finish(Do("CreateDatasetImportJob",
                Input("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE,RECOMMENDATION_ID,"
                      "EVENT_ATTRIBUTION_SOURCE\nu,a,900,Watch,,,mail\n"))
                 .at("datasetImportJobArn"));
  EXPECT_EQ(job.at("failureReason"),
            "The metric 'N' sums the column 'WEIGHT', which the Items dataset does not have.");
}

class AttributedCampaignTest : public RuntimeTest {};

TEST_F(AttributedCampaignTest, ARecommendationIdNamesItsCampaign) {
  const std::string campaign = MakeCampaign("aws-user-personalization");
  const std::string id =
      Do("GetRecommendations", {{"campaignArn", campaign}, {"userId", "a-user-03"}})
          .at("recommendationId");
  EXPECT_EQ(id.substr(id.rfind('-') + 1), CampaignPart(campaign));
}

}  // namespace
}  // namespace portside::personalize
