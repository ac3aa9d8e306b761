// SPDX-License-Identifier: Apache-2.0
//
// S3Driver: asks an S3Service as the HTTP server does, without a socket. Memory store, virtual
// clock, one account; bodies may be cut into pieces.

#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portside/objects/memory_object_store.h"
#include "portside/services/s3/s3_service.h"

namespace portside {

struct S3Answer {
  int status = 0;
  Headers headers;
  std::string body;
  std::optional<std::uint64_t> content_length;
  bool was_early = false;

  // The text of the first element of that name in the body, "" where there is none.
  [[nodiscard]] std::string Element(const std::string& name) const {
    const std::size_t begin = body.find("<" + name + ">");
    if (begin == std::string::npos) return "";
    const std::size_t text = begin + name.size() + 2;
    return body.substr(text, body.find("</" + name + ">", text) - text);
  }
  // All of them, joined by spaces.
  [[nodiscard]] std::string Elements(const std::string& name) const {
    std::string all;
    std::size_t at = 0;
    while ((at = body.find("<" + name + ">", at)) != std::string::npos) {
      at += name.size() + 2;
      all += (all.empty() ? "" : " ") + body.substr(at, body.find("</" + name + ">", at) - at);
    }
    return all;
  }
  [[nodiscard]] std::string Header(std::string_view name) const {
    return std::string(headers.Get(name));
  }
};

using HeaderList = std::vector<Headers::Field>;

class S3Driver {
 public:
  explicit S3Driver(S3Options options = {}) : service_(objects_, clock_, std::move(options)) {}

  S3Answer Send(const std::string& method, const std::string& target,
                const HeaderList& headers = {}, const std::string& body = "") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    if (!request.headers.Has("host")) request.headers.Add("Host", "127.0.0.1:4566");
    if (!request.headers.Has("content-length") && !request.headers.Has("transfer-encoding") &&
        (method == "PUT" || method == "POST")) {
      request.headers.Add("Content-Length", std::to_string(body.size()));
    }
    const bool expects = request.headers.Has("expect");
    record_ = CallRecord();
    const auto exchange = service_.Begin(
        std::move(request), {"4f2c1e0a-0000-4000-8000-000000000001", account, region, access_key},
        record_);
    if (expects) {
      if (auto early = exchange->EarlyResponse()) return ToAnswer(std::move(*early), true);
    }
    Feed(*exchange, body);
    std::optional<S3Answer> answer;
    exchange->Finish([&](HttpResponse response) { answer = ToAnswer(std::move(response), false); });
    EXPECT_TRUE(answer) << "not answered";
    return answer.value_or(S3Answer());
  }

  S3Answer Get(const std::string& target, const HeaderList& headers = {}) {
    return Send("GET", target, headers);
  }
  S3Answer Put(const std::string& target, const std::string& body, const HeaderList& headers = {}) {
    return Send("PUT", target, headers, body);
  }
  void MakeBucket(const std::string& name) {
    ASSERT_TRUE(objects_.CreateBucket({name, account, "us-east-1", clock_.Now(), {}}));
  }

  [[nodiscard]] ObjectStore& objects() { return objects_; }
  [[nodiscard]] VirtualClock& clock() { return clock_; }
  [[nodiscard]] const CallRecord& record() const { return record_; }

  std::string account = "111122223333";
  std::string region = "us-east-1";
  std::string access_key = "111122223333";
  std::size_t piece_size = 1 << 20;  // bodies are cut into pieces of this size

 private:
  void Feed(Exchange& exchange, std::string_view body) const {
    EXPECT_LE(body.size(), exchange.BodyLimit());
    while (!body.empty()) {
      if (!exchange.Write(body.substr(0, piece_size))) return;
      body.remove_prefix(std::min(piece_size, body.size()));
    }
  }
  static S3Answer ToAnswer(HttpResponse response, bool was_early) {
    return {response.status, std::move(response.headers), std::get<std::string>(response.body),
            response.content_length, was_early};
  }

  VirtualClock clock_;
  MemoryObjectStore objects_{clock_};
  S3Service service_;
  CallRecord record_;
};

}  // namespace portside
