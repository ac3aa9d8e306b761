// SPDX-License-Identifier: Apache-2.0

#include "portside/control/request_endpoints.h"

#include "control/control_fixture.h"

namespace portside {
namespace {

class RequestEndpointsTest : public ControlFixture {
 protected:
  Json Requests(const std::string& query = "") {
    return Send("GET", "/_portside/requests" + query).body["requests"];
  }
  // The operations of a page, in order.
  std::string Operations(const std::string& query = "") {
    std::string names;
    for (const Json& request : Requests(query)) names += " " + StringOr(request, "operation");
    return names;
  }
  HttpResponse SendS3(const std::string& method, const std::string& target,
                      const std::string& body = "") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.headers.Add("Host", "localhost");
    request.headers.Add("Authorization",
                        "AWS4-HMAC-SHA256 Credential=123456789012/20240101/us-west-2/s3/"
                        "aws4_request, SignedHeaders=host, Signature=c0ffee");
    request.headers.Add("Content-Length", std::to_string(body.size()));
    request.body = body;
    return app_.Send(request);
  }
};

TEST_F(RequestEndpointsTest, ACallIsShownWithInputAndOutput) {
  app_.TryCall("sagemaker", "DescribeCompilationJob", {{"CompilationJobName", "none"}});
  const Json list = Requests();
  ASSERT_EQ(list.size(), 1U);
  const Json& request = list[0];
  EXPECT_EQ(request["service"], "sagemaker");
  EXPECT_EQ(request["operation"], "DescribeCompilationJob");
  EXPECT_EQ(request["account"], "123456789012");
  EXPECT_EQ(request["region"], "us-west-2");
  EXPECT_EQ(request["method"], "POST");
  EXPECT_EQ(request["target"], "/");
  EXPECT_EQ(request["status"], 400);
  EXPECT_EQ(request["error"], "ResourceNotFound");
  EXPECT_EQ(request["fault"], nullptr);
  EXPECT_EQ(request["input"], Json({{"CompilationJobName", "none"}}));
  EXPECT_EQ(request["output"]["__type"], "ResourceNotFound");
  EXPECT_TRUE(request["duration_ms"].is_number());

  const Answer one = Send("GET", "/_portside/requests/" + StringOr(request, "id"));
  EXPECT_EQ(one.status, 200);
  EXPECT_EQ(one.body["headers"],
            Json::parse(R"([["X-Amz-Target","SageMaker.DescribeCompilationJob"],
                            ["Content-Type","application/x-amz-json-1.1"]])"));
  EXPECT_EQ(one.body.dump().find("Signature"), std::string::npos);
  EXPECT_EQ(one.body["output_headers"][0][0], "Content-Type");
}

TEST_F(RequestEndpointsTest, PagesAndFilters) {
  app_.Call("glue", "GetMLTransforms", Json::object());
  app_.Call("personalize", "ListSchemas", Json::object());
  app_.Call("sagemaker-geospatial", "ListEarthObservationJobs", Json::object());
  app_.account = "210987654321";
  app_.TryCall("glue", "GetMLTransform", {{"TransformId", "none"}});
  EXPECT_EQ(Operations(), " GetMLTransform ListEarthObservationJobs ListSchemas GetMLTransforms");
  EXPECT_EQ(Operations("?service=glue"), " GetMLTransform GetMLTransforms");
  EXPECT_EQ(Operations("?service=sagemaker-geospatial"), " ListEarthObservationJobs");
  EXPECT_EQ(Operations("?operation=List*"), " ListEarthObservationJobs ListSchemas");
  EXPECT_EQ(Operations("?account=210987654321"), " GetMLTransform");
  EXPECT_EQ(Operations("?region=eu-west-1"), "");
  EXPECT_EQ(Operations("?status=400"), " GetMLTransform");
  EXPECT_EQ(Operations("?error=Entity*"), " GetMLTransform");

  const Json first = Send("GET", "/_portside/requests?max=3").body;
  EXPECT_EQ(first["requests"].size(), 3U);
  EXPECT_EQ(Operations("?max=3&token=" + StringOr(first, "next_token")), " GetMLTransforms");
  EXPECT_EQ(Send("GET", "/_portside/requests?max=4").body["next_token"], nullptr);
}

TEST_F(RequestEndpointsTest, BadParametersAreNamed) {
  ExpectWrong(Send("GET", "/_portside/requests?max=0"), "max",
              "max is \"0\"; it must be a whole number from 1 to 1000.");
  ExpectWrong(Send("GET", "/_portside/requests?status=ok"), "status",
              "status is \"ok\"; it must be a whole number from 100 to 599.");
  ExpectWrong(Send("GET", "/_portside/requests?token=x"), "token",
              "token is \"x\"; the request that it stands for is not kept any more.");
  ExpectWrong(Send("GET", "/_portside/requests?user=x"), "user",
              "user is \"x\"; there is no such parameter; allowed are account, error, max, "
              "operation, region, service, status, token.");
  EXPECT_EQ(Send("GET", "/_portside/requests/none").status, 404);
  EXPECT_EQ(Send("POST", "/_portside/requests/none/replay").status, 404);
}

TEST_F(RequestEndpointsTest, ACallIsRepeatedAsItsCaller) {
  app_.account = "210987654321";
  SendS3("GET", "/");
  StartJob("job");
  const std::string id = StringOr(Requests("?operation=CreateCompilationJob")[0], "id");
  // The same job again is refused by its name.
  Answer again = Send("POST", "/_portside/requests/" + id + "/replay");
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(again.body["status"], 400);
  EXPECT_EQ(again.body["error"], "ResourceInUse");
  EXPECT_EQ(again.body["account"], "210987654321");
  EXPECT_NE(again.body["id"], id);
  Send("POST", "/_portside/reset");
  EXPECT_EQ(Requests().size(), 3U);  // they are not state
  app_.PutObject("s3://models/model.tar.gz", "not an archive");
  again = Send("POST", "/_portside/requests/" + id + "/replay");
  EXPECT_EQ(again.body["status"], 200) << again.body;
  EXPECT_EQ(StatusOf("job"), "STARTING");
}

TEST_F(RequestEndpointsTest, AnObjectIsRepeatedWhereItWasSmall) {
  app_.CreateBucket("bucket");
  SendS3("PUT", "/bucket/small", "bytes");
  SendS3("PUT", "/bucket/large", std::string(100'000, 'x'));
  Json requests = Requests("?operation=PutObject");
  EXPECT_EQ(requests[0]["input"], nullptr);
  EXPECT_EQ(requests[0]["input_bytes"], 100'000);
  EXPECT_EQ(requests[1]["input"], "bytes");
  app_.objects().Remove("bucket", "small");
  EXPECT_EQ(
      Send("POST", "/_portside/requests/" + StringOr(requests[1], "id") + "/replay").body["status"],
      200);
  EXPECT_EQ(app_.GetObject("s3://bucket/small"), "bytes");
  const Answer refused =
      Send("POST", "/_portside/requests/" + StringOr(requests[0], "id") + "/replay");
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.body["message"], "The request's body, 100000 bytes, was too large to be kept.");
}

TEST_F(RequestEndpointsTest, RequestsAreCleared) {
  app_.Call("glue", "GetMLTransforms", Json::object());
  EXPECT_EQ(Send("DELETE", "/_portside/requests").body, Json({{"cleared", 1}}));
  EXPECT_EQ(Requests(), Json::array());
}

TEST_F(RequestEndpointsTest, AFaultIsNamed) {
  Send("POST", "/_portside/faults", R"({"effect":{"error":{"code":"InternalFailure"}}})");
  app_.TryCall("glue", "GetMLTransforms", Json::object());
  EXPECT_EQ(Requests()[0]["fault"], "fault-1");
  EXPECT_EQ(Requests()[0]["error"], "InternalFailure");
}

TEST(SignedRequests, AreNotRepeated) {
  TestApp app({.credentials = "123456789012 secret 123456789012\n"});
  HttpRequest request;
  request.method = "GET";
  request.target = "/?Action=GetCallerIdentity&Version=2011-06-15";
  app.Send(request);
  request.target = "/_portside/requests";
  const Json list = *ParseJson(std::get<std::string>(app.Send(request).body));
  ASSERT_EQ(list["requests"].size(), 1U);
  request.method = "POST";
  request.target += "/" + StringOr(list["requests"][0], "id") + "/replay";
  const HttpResponse refused = app.Send(request);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(std::get<std::string>(refused.body),
            "{\"message\":\"Signatures are checked here, and what signed the request was not "
            "kept.\"}\n");
}

}  // namespace
}  // namespace portside
