// SPDX-License-Identifier: Apache-2.0

#include "portside/server/event_target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "portside/http_server/event_loop.h"
#include "portside/http_server/http_server.h"
#include "portside/services/core/collecting_exchange.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

JobEvent Event(const std::string& name) {
  return {.id = 7,
          .time = Timestamp(Duration(1'700'000'000'123'456)),
          .arn = "arn:aws:glue:us-east-1:111111111111:run/" + name,
          .kind = "glue::ml_task_run",
          .name = name,
          .account = "111111111111",
          .region = "us-east-1",
          .from = "STARTING",
          .to = "RUNNING"};
}

// A server that answers with the statuses it was given, then with 200, and remembers the bodies.
class Receiver final : public RequestHandler {
 public:
  explicit Receiver(std::vector<int> statuses = {}) : statuses_(std::move(statuses)) {
    server_.emplace(loop_, *this, "127.0.0.1", std::uint16_t{0});
    port_ = server_->port();
    server_->Start();
    thread_ = std::thread([this] { loop_.Run(); });
  }
  ~Receiver() override {
    loop_.Stop();
    thread_.join();
  }

  [[nodiscard]] HttpUrl url() const {
    return {.host = "127.0.0.1", .port = port_, .target = "/in"};
  }
  std::vector<HttpRequest> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  std::unique_ptr<Exchange> Begin(HttpRequest request) override {
    return std::make_unique<CollectingExchange>(
        std::move(request), 1'000'000, [this](HttpRequest& complete, const Respond& respond) {
          const std::lock_guard lock(mutex_);
          HttpResponse response;
          if (requests_.size() < statuses_.size()) response.status = statuses_[requests_.size()];
          requests_.push_back(complete);
          respond(response);
        });
  }
  HttpResponse Refuse(int status, std::string_view, const HttpRequest&) override {
    return {.status = status};
  }

 private:
  const std::vector<int> statuses_;
  EventLoop loop_;
  std::optional<HttpServer> server_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::vector<HttpRequest> requests_;
  std::thread thread_;
};

bool WaitUntil(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + 5s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

constexpr EventTarget::Options kHasty{.first_pause = 1ms, .seed = 1};

TEST(EventTargetTest, AnEnvelopeIsEventBridges) {
  EXPECT_EQ(EventEnvelope(Event("a"), "an-id"),
            Json({{"version", "0"},
                  {"id", "an-id"},
                  {"detail-type", "Portside Job State Change"},
                  {"source", "portside.glue"},
                  {"account", "111111111111"},
                  {"time", "2023-11-14T22:13:20Z"},
                  {"region", "us-east-1"},
                  {"resources", {"arn:aws:glue:us-east-1:111111111111:run/a"}},
                  {"detail", JobEventToJson(Event("a"))}}));
}

TEST(EventTargetTest, EventsArePostedInTheirOrder) {
  Receiver receiver;
  EventTarget target(receiver.url(), kHasty);
  for (const char* name : {"a", "b", "c"}) target.Post(Event(name));
  ASSERT_TRUE(WaitUntil([&] { return target.counts().posted == 3; }));
  std::vector<std::string> names;
  for (const HttpRequest& request : receiver.requests()) {
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/in");
    EXPECT_EQ(request.headers.Get("Content-Type"), "application/json");
    names.push_back(ParseJson(request.body)->at("detail").at("name"));
  }
  EXPECT_THAT(names, ElementsAre("a", "b", "c"));
  EXPECT_EQ(target.counts().queued, 0U);
}

TEST(EventTargetTest, TroubleIsTriedAgainAndRefusalsAreNot) {
  Receiver receiver({503, 429, 200, 400, 500, 500, 200});
  EventTarget target(receiver.url(), {.attempts = 3, .first_pause = 1ms});
  for (const char* name : {"a", "b", "c"}) target.Post(Event(name));
  ASSERT_TRUE(WaitUntil([&] { return target.counts().queued == 0; }));
  std::string names;
  for (const HttpRequest& request : receiver.requests()) {
    names += ParseJson(request.body)->at("detail").at("name").get<std::string>();
  }
  EXPECT_EQ(names, "aaabccc") << "the same event, before the next one";
  EXPECT_EQ(target.counts().posted, 2U);
  EXPECT_EQ(target.counts().dropped, 1U);
}

TEST(EventTargetTest, ADeadTargetIsGivenUpAndAFullQueueDrops) {
  std::optional<HttpUrl> nobody;
  {
    Receiver receiver;
    nobody = receiver.url();
  }
  EventTarget target(*nobody, {.attempts = 2, .first_pause = 1ms});
  target.Post(Event("a"));
  ASSERT_TRUE(WaitUntil([&] { return target.counts().dropped == 1; }));

  EventTarget patient(*nobody, {.queue = 2, .first_pause = 1h});
  for (int i = 0; i < 5; ++i) patient.Post(Event("b"));
  EXPECT_EQ(patient.counts().dropped, 3U);
  EXPECT_EQ(patient.counts().queued, 2U);
  // It ends at once although an event waits for its next attempt.
}

}  // namespace
}  // namespace portside
