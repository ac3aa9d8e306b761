// SPDX-License-Identifier: Apache-2.0

#include "portside/control/metrics_endpoints.h"

#include <gmock/gmock.h>

#include <map>

#include "control/control_fixture.h"
#include "control/exposition.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

using testing::HasSubstr;

// Reads the whole text, strictly: each metric once, with its help and type, then its samples and
// nobody else's; histograms grow to their count. What is left are the samples by name and labels.
class Scrape {
 public:
  explicit Scrape(std::string_view text) {
    EXPECT_TRUE(text.ends_with('\n'));
    text.remove_suffix(1);
    for (const std::string_view line : Split(text, '\n')) Read(std::string(line));
    CheckHistograms();
  }
  [[nodiscard]] double Value(const std::string& sample) const {
    const auto found = samples_.find(sample);
    return found == samples_.end() ? -1 : found->second;
  }
  [[nodiscard]] bool Has(const std::string& sample) const { return samples_.contains(sample); }

 private:
  static bool IsName(std::string_view name) {
    return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
                                std::string_view::npos;
  }

  void Read(const std::string& line) {
    if (line.starts_with("# HELP ")) {
      family_ = line.substr(7, line.find(' ', 7) - 7);
      EXPECT_TRUE(IsName(family_)) << line;
      EXPECT_TRUE(types_.emplace(family_, "").second) << "twice: " << family_;
    } else if (line.starts_with("# TYPE ")) {
      const std::string rest = line.substr(7);
      EXPECT_TRUE(rest.starts_with(family_ + " ")) << line;
      types_[family_] = rest.substr(family_.size() + 1);
      EXPECT_THAT(types_[family_], testing::AnyOf("counter", "gauge", "histogram")) << line;
    } else {
      ReadSample(line);
    }
  }

  void ReadSample(const std::string& line) {
    const std::size_t space = line.rfind(' ');
    const std::string sample = line.substr(0, space);
    const std::size_t brace = sample.find('{');
    const std::string name = sample.substr(0, brace);
    const std::string suffix = name.substr(std::min(name.size(), family_.size()));
    EXPECT_TRUE(name.starts_with(family_)) << line;
    if (types_[family_] == "histogram") {
      EXPECT_THAT(suffix, testing::AnyOf("_bucket", "_sum", "_count")) << line;
    } else {
      EXPECT_EQ(suffix, "") << line;
    }
    EXPECT_EQ(brace == std::string::npos ? "" : CheckLabels(sample.substr(brace)), "") << line;
    std::size_t end = 0;
    const std::string number = line.substr(space + 1);
    const double value = std::stod(number, &end);
    EXPECT_EQ(end, number.size()) << line;
    EXPECT_TRUE(samples_.emplace(sample, value).second) << "twice: " << sample;
  }

  // {name="value",…} with \\, \" and \n inside; what is left of it is the fault.
  static std::string CheckLabels(std::string text) {
    while (text.size() > 1) {
      const std::size_t equals = text.find("=\"");
      if (equals == std::string::npos || !IsName(text.substr(1, equals - 1))) return text;
      std::size_t at = equals + 2;
      while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
      text.erase(0, at + 1);
      if (text != "}" && !text.starts_with(',')) return text;
    }
    return text == "}" ? "" : text;
  }

  void CheckHistograms() {
    std::map<std::string, double> infinite;
    for (const auto& [sample, value] : samples_) {
      const std::size_t le = sample.find(",le=\"");
      if (le == std::string::npos) continue;
      if (sample.find("le=\"+Inf\"") != std::string::npos) infinite[sample.substr(0, le)] = value;
    }
    for (const auto& [labels, value] : infinite) {
      std::string count = labels + "}";
      count.replace(count.find("_bucket"), 7, "_count");
      EXPECT_EQ(Value(count), value) << count;
    }
  }

  std::string family_;
  std::map<std::string, std::string> types_;
  std::map<std::string, double> samples_;
};

class MetricsEndpointsTest : public ControlFixture {
 protected:
  Scrape Get() {
    const HttpResponse response = app_.Send({.method = "GET", .target = "/metrics"});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.Get("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    return Scrape(std::get<std::string>(response.body));
  }
};

TEST_F(MetricsEndpointsTest, RequestsAreCountedByServiceOperationAndStatus) {
  app_.Call("glue", "GetDatabases", Json::object());
  app_.Call("glue", "GetDatabases", Json::object());
  app_.TryCall("glue", "GetDatabase", {{"Name", "nobody"}});
  app_.Send({.method = "GET", .target = "/bucket/key"});
  HttpRequest unknown{.method = "POST", .target = "/"};
  unknown.headers.Add("X-Amz-Target", "Nonsense_1.\"Quoted\\");
  app_.Send(unknown);
  const Scrape scrape = Get();
  EXPECT_EQ(scrape.Value(
                R"(portside_requests_total{service="glue",operation="GetDatabases",status="200"})"),
            2);
  EXPECT_EQ(scrape.Value(
                R"(portside_requests_total{service="glue",operation="GetDatabase",status="400"})"),
            1);
  EXPECT_EQ(
      scrape.Value(R"(portside_requests_total{service="s3",operation="GetObject",status="404"})"),
      1);
  EXPECT_EQ(scrape.Value(R"(portside_requests_total{service="-",operation="-",status="400"})"), 1);
  EXPECT_EQ(
      scrape.Value(
          R"(portside_request_duration_seconds_count{service="glue",operation="GetDatabases"})"),
      2);
  // What scrapes is counted as well, from the next time on.
  EXPECT_EQ(
      Get().Value(
          R"(portside_requests_total{service="portside",operation="GetMetrics",status="200"})"),
      1);
}

TEST_F(MetricsEndpointsTest, AClientThatWentAwayIsCountedOnce) {
  // The exchange ends before the body of its request has.
  app_.app().Begin({.method = "PUT", .target = "/bucket/key"});
  EXPECT_EQ(
      Get().Value(R"(portside_requests_total{service="s3",operation="PutObject",status="499"})"),
      1);
}

TEST_F(MetricsEndpointsTest, JobsAreCountedByKindAndState) {
  StartJob("a");
  Advance("60");
  StartJob("b");
  StartJob("c");
  app_.Call("glue", "CreateDatabase", {{"DatabaseInput", {{"Name", "books"}}}});
  const Scrape scrape = Get();
  const auto jobs = [&](const std::string& state) {
    return scrape.Value(R"(portside_jobs{kind="sagemaker::compilation_job",state=")" + state +
                        "\"}");
  };
  EXPECT_EQ(jobs("STARTING"), 2);
  EXPECT_EQ(jobs("FAILED"), 1);
  EXPECT_EQ(scrape.Value("portside_resources"), 6);  // a log group and a stream, too
  EXPECT_EQ(scrape.Value("portside_job_transitions_waiting"), 2);
  EXPECT_EQ(scrape.Value("portside_job_queue_depth"), 0);
  EXPECT_EQ(scrape.Value("portside_job_events_total"), 5);
  EXPECT_EQ(scrape.Value("portside_buckets"), 1);
  EXPECT_EQ(scrape.Value("portside_workers_busy"), 0);
  EXPECT_GT(scrape.Value("portside_database_bytes"), 0);
  EXPECT_GT(scrape.Value("process_resident_memory_bytes"), 0);
  EXPECT_GT(scrape.Value("process_start_time_seconds"), 0);
  EXPECT_TRUE(scrape.Has("portside_build_info{version=\"0.1.0\"}"));
  EXPECT_FALSE(scrape.Has("portside_jobs{kind=\"glue::database\",state=\"\"}"));
}

TEST_F(MetricsEndpointsTest, TheSurroundingsMayAddFigures) {
  app_.app().AddFigure(
      {"portside_connections_open", "gauge", "Two\nlines \\ of help.", [] { return 2.5; }});
  EXPECT_EQ(Get().Value("portside_connections_open"), 2.5);
  const HttpResponse response = app_.Send({.method = "GET", .target = "/metrics"});
  EXPECT_THAT(std::get<std::string>(response.body),
              HasSubstr("# HELP portside_connections_open Two\\nlines \\\\ of help.\n"));
}

TEST_F(MetricsEndpointsTest, ABucketOfThatNameIsThereForThoseWhoSign) {
  app_.CreateBucket("metrics");
  const auto type_of = [this](HttpRequest request) {
    return std::string(app_.Send(std::move(request)).headers.Get("Content-Type"));
  };
  EXPECT_EQ(type_of({.method = "GET", .target = "/metrics"}).substr(0, 10), "text/plain");
  EXPECT_EQ(type_of({.method = "HEAD", .target = "/metrics"}).substr(0, 10), "text/plain");
  HttpRequest signed_for_s3{.method = "GET", .target = "/metrics"};
  signed_for_s3.headers.Add("Authorization",
                            "AWS4-HMAC-SHA256 Credential=123456789012/20240101/us-west-2/s3/"
                            "aws4_request, SignedHeaders=host, Signature=00");
  EXPECT_EQ(type_of(signed_for_s3), "application/xml");
  EXPECT_EQ(type_of({.method = "GET", .target = "/metrics/key"}), "application/xml");
  for (const char* host : {"bucket.localhost:4566", "bucket.s3.localhost.localstack.cloud:4566",
                           "bucket.s3-us-west-2.amazonaws.com"}) {
    HttpRequest below_a_bucket{.method = "GET", .target = "/metrics"};
    below_a_bucket.headers.Add("Host", host);
    EXPECT_EQ(type_of(below_a_bucket), "application/xml") << host;
  }
}

TEST(ExpositionTest, WritesNumbersAndLabelsAsTheFormatWants) {
  EXPECT_EQ(Exposition::NumberText(0), "0");
  EXPECT_EQ(Exposition::NumberText(0.0005), "0.0005");
  EXPECT_EQ(Exposition::NumberText(10), "10");
  EXPECT_EQ(Exposition::NumberText(1'700'000'000.25), "1700000000.25");
  EXPECT_EQ(Exposition::NumberText(9e15), "9000000000000000");
  Exposition text;
  text.Begin("a", "gauge", "Help.");
  text.Sample(1, {{"x", "q\"b\\n\n"}, {"y", ""}});
  EXPECT_EQ(text.Take(), "# HELP a Help.\n# TYPE a gauge\na{x=\"q\\\"b\\\\n\\n\",y=\"\"} 1\n");
}

TEST_F(MetricsEndpointsTest, ReadinessIsPublicAndPlain) {
  const Answer ready = Send("GET", "/_portside/ready");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(ready.body, Json({{"ready", true}}));
}

TEST_F(MetricsEndpointsTest, InfoHasTheMembersThatToolsKnow) {
  const Answer first = Send("GET", "/_localstack/info");
  EXPECT_EQ(first.status, 200);
  for (const char* name :
       {"version", "edition", "session_id", "machine_id", "system", "server_time_utc"}) {
    EXPECT_TRUE(first.body[name].is_string()) << name;
  }
  EXPECT_EQ(first.body["is_license_activated"], false);
  EXPECT_TRUE(first.body["is_docker"].is_boolean());
  EXPECT_EQ(first.body["uptime"], 0);
  EXPECT_EQ(first.body["system"], "linux");
  EXPECT_EQ(Send("GET", "/_localstack/info").body["session_id"], first.body["session_id"]);
}

}  // namespace
}  // namespace portside
