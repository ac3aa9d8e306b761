// SPDX-License-Identifier: Apache-2.0
//
// What the suites of the runtime share: an endpoint, answers for it, and calls as clients send
// them.

#pragma once

#include "services/sagemaker/hosting/hosting_fixture.h"

namespace portside::sagemaker {

class RuntimeTest : public HostingTest {
 protected:
  struct Answered {
    int status = 0;
    std::string body;
    Headers headers;
    [[nodiscard]] Json Read() const { return ParseJson(body).value_or(Json()); }
  };

  Answered Post(const std::string& endpoint, const std::string& how, const std::string& body,
                const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/endpoints/" + endpoint + "/" + how;
    request.headers.Add("Host", "localhost");
    request.headers.Add("Authorization", "AWS4-HMAC-SHA256 Credential=" + app.account +
                                             "/20240101/" + app.region +
                                             "/sagemaker/aws4_request, SignedHeaders=host, "
                                             "Signature=00");
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    request.body = body;
    const HttpResponse response = app.Send(request);
    return {response.status, std::get<std::string>(response.body), response.headers};
  }
  Answered Invoke(const std::string& endpoint, const std::string& body = "1,2",
                  const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    return Post(endpoint, "invocations", body, headers);
  }
  void Answer(const Json& answer, const Json& more = Json::object()) {
    Json rule = {{"answer", answer}};
    rule.update(more);
    app.Control("POST", "/_portside/endpoints", rule);
  }
  static void ExpectRefused(const Answered& answered, int status, const std::string& code,
                            const std::string& text) {
    EXPECT_EQ(answered.status, status) << answered.body;
    EXPECT_EQ(answered.headers.Get("x-amzn-ErrorType"), code);
    const Json body = answered.Read();
    EXPECT_THAT(StringOr(body, "Message", StringOr(body, "message")), testing::HasSubstr(text));
  }
};

}  // namespace portside::sagemaker
