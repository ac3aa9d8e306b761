// SPDX-License-Identifier: Apache-2.0

#include "server/logged_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/store/database.h"

namespace portside {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Observer final : public CallObserver {
 public:
  [[nodiscard]] bool WantsRequest() const override { return false; }
  void Ended(const EndedCall& call) override {
    seen_.push_back(std::to_string(call.response.status) + " " + call.record.error + " " +
                    call.caller.request_id);
  }
  [[nodiscard]] const std::vector<std::string>& seen() const { return seen_; }

 private:
  std::vector<std::string> seen_;
};

class Inner final : public Exchange {
 public:
  [[nodiscard]] std::uint64_t BodyLimit() const override { return 10; }
  bool Write(std::string_view) override { return true; }
  void Finish(Respond respond) override { respond({.status = 201}); }
};

class LoggedExchangeTest : public testing::Test {
 protected:
  std::unique_ptr<LoggedExchange> Make() {
    auto exchange = std::make_unique<LoggedExchange>(
        HttpRequest(), Caller{.request_id = "id-1", .account = "", .region = "", .access_key = ""},
        AnswerPath{gate_, observers_, after_},
        [](int status, std::string_view reason, std::string_view, const Caller&,
           CallRecord& record) {
          record.error = reason;
          return HttpResponse{.status = status};
        });
    exchange->Wrap(std::make_unique<Inner>());
    return exchange;
  }

  Database database_{":memory:"};
  CommitGate gate_{database_, nullptr};
  Observer observer_;
  std::vector<CallObserver*> observers_ = {&observer_};
  After after_ = nullptr;
};

TEST_F(LoggedExchangeTest, WhatTheServerRefusesIsLoggedAsTheClientSeesIt) {
  for (const int status : {400, 408, 413, 500}) {
    auto exchange = Make();
    exchange->Write("half a body");
    const auto answer = exchange->Refuse(status, "why");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(answer->headers.Get("x-amzn-RequestId"), "id-1");
    exchange.reset();
    EXPECT_EQ(observer_.seen().back(), std::to_string(status) + " why id-1");
  }
  EXPECT_EQ(observer_.seen().size(), 4u);
}

TEST_F(LoggedExchangeTest, AClientThatWentAwayIsLoggedOnce) {
  Make().reset();
  EXPECT_THAT(observer_.seen(), ElementsAre("499 ClientDisconnected id-1"));
}

TEST_F(LoggedExchangeTest, AnAnswerHasTheIdOfTheLog) {
  auto exchange = Make();
  EXPECT_THAT(observer_.seen(), IsEmpty());
  exchange->Finish([](const HttpResponse& sent) {
    EXPECT_EQ(sent.status, 201);
    EXPECT_EQ(sent.headers.Get("x-amzn-RequestId"), "id-1");
  });
  exchange.reset();
  EXPECT_THAT(observer_.seen(), ElementsAre("201  id-1"));
}

}  // namespace
}  // namespace portside
