// SPDX-License-Identifier: Apache-2.0

#include "portside/control/event_endpoints.h"

#include "control/control_fixture.h"

namespace portside {
namespace {

class EventEndpointsTest : public ControlFixture {
 protected:
  // A stream that has begun, and what it has sent.
  struct Stream {
    std::shared_ptr<BodyStream> body;
    std::shared_ptr<std::string> text = std::make_shared<std::string>();
    std::string Take() const { return std::exchange(*text, ""); }
  };

  EventEndpointsTest() { Send("PUT", "/_portside/clock", R"({"now":"2024-01-31T12:00:00Z"})"); }

  Stream Begin(const std::string& query = "", const std::string& last_event_id = "") {
    HttpRequest request{.method = "GET", .target = "/_portside/events" + query};
    if (!last_event_id.empty()) request.headers.Add("Last-Event-ID", last_event_id);
    const HttpResponse response = app_.Send(request);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.Get("Content-Type"), "text/event-stream");
    EXPECT_EQ(response.headers.Get("Cache-Control"), "no-cache");
    Stream stream{.body = std::get<std::shared_ptr<BodyStream>>(response.body)};
    stream.body->Start([text = stream.text](std::string_view piece) { *text += piece; });
    return stream;
  }
  // The ids and states of the events in a text.
  static std::string Summary(const std::string& text) {
    std::string summary;
    for (std::size_t at = text.find("data: "); at != std::string::npos;
         at = text.find("data: ", at + 1)) {
      const Json data = *ParseJson(text.substr(at + 6, text.find('\n', at) - at - 6));
      if (data.contains("oldest")) {
        summary += "gap ";
      } else {
        summary += std::to_string(data["id"].get<int>()) + ":" + StringOr(data, "name") + ":" +
                   StringOr(data, "to") + " ";
      }
    }
    return summary;
  }
};

TEST_F(EventEndpointsTest, TransitionsAreSentAsTheyHappen) {
  const Stream stream = Begin();
  EXPECT_EQ(stream.Take(), ": hello\n\n");
  StartJob("job");
  EXPECT_EQ(stream.Take(),
            "event: transition\n"
            "id: 1\n"
            R"(data: {"account":"123456789012",)"
            R"("arn":"arn:aws:sagemaker:us-west-2:123456789012:compilation-job/job",)"
            R"("final":false,"from":null,"id":1,"kind":"sagemaker::compilation_job",)"
            R"("name":"job","reason":null,"region":"us-west-2",)"
            R"("time":"2024-01-31T12:00:00.000000Z","to":"STARTING"})"
            "\n\n");
  Advance("60");
  EXPECT_EQ(Summary(stream.Take()), "2:job:INPROGRESS 3:job:FAILED ");
  stream.body->OnIdle();
  EXPECT_EQ(stream.Take(), ": still here\n\n");
}

TEST_F(EventEndpointsTest, AStreamThatIsGoneListensNoMore) {
  Stream stream = Begin();
  EXPECT_EQ(app_.app().events().listeners(), 1U);
  stream.body.reset();
  EXPECT_EQ(app_.app().events().listeners(), 0U);
  StartJob("job");
  EXPECT_EQ(stream.Take(), ": hello\n\n");
}

TEST_F(EventEndpointsTest, StreamsAreFiltered) {
  const Stream name = Begin("?name=a*");
  const Stream region = Begin("?region=eu-west-1&account=123456789012");
  const Stream kind = Begin("?kind=glue::*");
  const Stream service = Begin("?service=sagemaker&arn=*job/b");
  StartJob("a");
  app_.region = "eu-west-1";
  StartJob("b");
  EXPECT_EQ(Summary(name.Take()), "1:a:STARTING ");
  EXPECT_EQ(Summary(region.Take()), "2:b:STARTING ");
  EXPECT_EQ(Summary(kind.Take()), "");
  EXPECT_EQ(Summary(service.Take()), "2:b:STARTING ");
}

TEST_F(EventEndpointsTest, AClientGoesOnFromWhereItHadLeftOff) {
  StartJob("a");
  Advance("60");
  EXPECT_EQ(Begin().Take(), ": hello\n\n") << "only what is new";
  EXPECT_EQ(Summary(Begin("?after=0").Take()), "1:a:STARTING 2:a:INPROGRESS 3:a:FAILED ");
  EXPECT_EQ(Summary(Begin("?after=2").Take()), "3:a:FAILED ");
  EXPECT_EQ(Summary(Begin("?after=0", "1").Take()), "2:a:INPROGRESS 3:a:FAILED ");
  EXPECT_EQ(Summary(Begin("", "3").Take()), "");
  // The id of a former process.
  EXPECT_EQ(Summary(Begin("", "57").Take()), "1:a:STARTING 2:a:INPROGRESS 3:a:FAILED ");
}

TEST_F(EventEndpointsTest, EventsThatAreNotKeptAreAGap) {
  for (std::size_t i = 0; i < limits::kJobEvents + 1; ++i) app_.app().events().Add(JobEvent{});
  const std::string text = Begin("?after=0&name=nobody").Take();
  EXPECT_EQ(text, ": hello\n\nevent: gap\ndata: {\"after\":0,\"oldest\":2}\n\n");
  EXPECT_EQ(Begin("?after=1&name=nobody").Take(), ": hello\n\n");
}

TEST_F(EventEndpointsTest, WhatIsRefusedIsNotToldOf) {
  const Stream stream = Begin();
  StartJob("job");
  stream.Take();
  app_.TryCall("sagemaker", "DeleteCompilationJob", {{"CompilationJobName", "job"}});
  app_.TryCall("sagemaker", "StopCompilationJob", {{"CompilationJobName", "nobody"}});
  EXPECT_EQ(stream.Take(), "");
}

TEST_F(EventEndpointsTest, BadParametersAreNamed) {
  ExpectWrong(Send("GET", "/_portside/events?after=x"), "after",
              "after is \"x\"; it must be a whole number from 0 to 9223372036854775807.");
  ExpectWrong(Send("GET", "/_portside/events?max=1"), "max",
              "max is \"1\"; there is no such parameter; allowed are account, after, arn, kind, "
              "name, region, service.");
  HttpRequest request{.method = "GET", .target = "/_portside/events"};
  request.headers.Add("Last-Event-ID", "x");
  const HttpResponse refused = app_.Send(request);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(std::get<std::string>(refused.body),
            "{\"member\":\"Last-Event-ID\",\"message\":\"Last-Event-ID is \\\"x\\\"; it must be "
            "the id of an event.\"}\n");
  EXPECT_EQ(app_.app().events().listeners(), 0U);
}

}  // namespace
}  // namespace portside
