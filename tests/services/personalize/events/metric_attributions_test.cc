// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

Json Metric(const std::string& name, const std::string& expression = "SAMPLECOUNT()") {
  return {{"eventType", "click"}, {"metricName", name}, {"expression", expression}};
}

class MetricAttributionsTest : public PersonalizeTest {
 protected:
  Json Input(const Json& metrics) {
    return {{"name", "m"},
            {"datasetGroupArn", MakeGroup("g")},
            {"metrics", metrics},
            {"metricsOutputConfig",
             {{"roleArn", kRole}, {"s3DataDestination", {{"path", "s3://bucket/reports/"}}}}}};
  }
  Json Metrics(const std::string& arn) {
    return Do("ListMetricAttributionMetrics", {{"metricAttributionArn", arn}}).at("metrics");
  }
};

TEST_F(MetricAttributionsTest, GoesFromPendingToActiveAndAway) {
  const std::string arn = Do("CreateMetricAttribution", Input(Json::array({Metric("clicks")})))
                              .at("metricAttributionArn");
  EXPECT_EQ(arn, Named("metric-attribution/m"));
  const auto describe = [&] {
    return Do("DescribeMetricAttribution", {{"metricAttributionArn", arn}}).at("metricAttribution");
  };
  EXPECT_EQ(describe().at("status"), "CREATE PENDING");
  app.Settle(arn);
  EXPECT_EQ(describe().at("status"), "ACTIVE");
  EXPECT_EQ(describe().at("metricsOutputConfig").at("roleArn"), kRole);
  EXPECT_EQ(Metrics(arn), Json::array({Metric("clicks")}));
  const Json listed = Do("ListMetricAttributions", {{"datasetGroupArn", Named("dataset-group/g")}});
  EXPECT_EQ(listed.at("metricAttributions").size(), 1U);
  EXPECT_THAT(Try("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g")}}),
              Refused("ResourceInUseException", arn));
  Do("DeleteMetricAttribution", {{"metricAttributionArn", arn}});
  app.Settle(arn);
  EXPECT_THAT(Try("DescribeMetricAttribution", {{"metricAttributionArn", arn}}),
              Refused("ResourceNotFoundException", "Resource Arn " + arn + " does not exist."));
}

TEST_F(MetricAttributionsTest, AnUpdateRemovesAndAddsMetrics) {
  const std::string arn =
      Do("CreateMetricAttribution", Input(Json::array({Metric("a"), Metric("b")})))
          .at("metricAttributionArn");
  const Json change = {{"metricAttributionArn", arn},
                       {"removeMetrics", {"a"}},
                       {"addMetrics", {Metric("a", "SUM(Items.PRICE)"), Metric("c")}}};
  EXPECT_THAT(Try("UpdateMetricAttribution", change),
              Refused("ResourceInUseException", "CREATE PENDING"));
  app.Settle(arn);
  Do("UpdateMetricAttribution", change);
  EXPECT_EQ(Metrics(arn), Json::array({Metric("b"), Metric("a", "SUM(Items.PRICE)"), Metric("c")}));
  EXPECT_THAT(Try("UpdateMetricAttribution",
                  {{"metricAttributionArn", arn}, {"addMetrics", Json::array({Metric("b")})}}),
              Refused("ResourceAlreadyExistsException", "'b'"));
  EXPECT_THAT(
      Try("UpdateMetricAttribution", {{"metricAttributionArn", arn}, {"removeMetrics", {"none"}}}),
      Refused("InvalidInputException", "'none'"));
}

TEST_F(MetricAttributionsTest, BadExpressionsAndPathsAreNamed) {
  Json input = Input(Json::array({Metric("a", "AVG(Items.PRICE)")}));
  EXPECT_THAT(Try("CreateMetricAttribution", input),
              Refused("InvalidInputException", "AVG(Items.PRICE)"));
  input["metrics"] = Json::array({Metric("a", "SUM(Users.AGE)")});
  EXPECT_THAT(Try("CreateMetricAttribution", input),
              Refused("InvalidInputException", "SUM(Users.AGE)"));
  input["metrics"] = Json::array({Metric("a")});
  input["metricsOutputConfig"]["s3DataDestination"]["path"] = "https://bucket/reports";
  EXPECT_THAT(Try("CreateMetricAttribution", input),
              Refused("InvalidInputException", "https://bucket/reports"));
}

}  // namespace
}  // namespace portside::personalize
