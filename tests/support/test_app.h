// SPDX-License-Identifier: Apache-2.0
//
// TestApp: the whole program on a virtual clock, with objects in memory, a database in memory, work
// that runs inline and a fixed seed. Equal calls give byte-identical answers; nothing sleeps.
//
//   TestApp app;
//   app.PutObject("s3://in/points.csv", "x,y\n1,2\n");
//   const Json job = app.Call("sagemaker-geospatial", "StartVectorEnrichmentJob", {…});
//   app.Advance(2s);
//   EXPECT_EQ(app.GetObject("s3://out/…"), "…");

#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/clock.h"
#include "portside/objects/object_store.h"
#include "portside/server/app.h"

namespace portside {

// What a call was answered. `body` is null where the answer has no body.
struct CallResult {
  int status = 0;
  Json body;
  Headers headers;
  std::string text;  // the body as sent

  // The error code: of the header (rest-json) or of the body's __type.
  [[nodiscard]] std::string ErrorCode() const;
  // The error's message or Message.
  [[nodiscard]] std::string ErrorMessage() const;
};

struct TestAppOptions {
  std::string account = "123456789012";
  std::string region = "us-west-2";
  double time_scale = 1.0;
  // As in a credentials file (aws/credentials.h). With any, signatures are checked, by the time of
  // the virtual clock.
  std::string credentials = "";
  // Where state is kept; empty: in memory.
  std::filesystem::path data_dir = {};
  // A person's commands; null: none. They run inline as all work does.
  const Runners* runners = nullptr;
  // Whether it reads a person's files aside, as the program does; `TestApp::asides` counts that.
  bool has_aside = false;
};

class TestApp {
 public:
  using Options = TestAppOptions;
  explicit TestApp(Options options = {});
  ~TestApp();

  // Calls an operation as an SDK would: by the service's protocol, signed for `account` and
  // `region`. `service` is the model's file name or signing name ("glue", "personalize_events").
  // Debug builds check every answer against the operation's output shape.
  CallResult TryCall(std::string_view service, std::string_view operation, const Json& input);
  // The same, for calls that must succeed: fails the test otherwise. Returns the output.
  Json Call(std::string_view service, std::string_view operation, const Json& input);
  // Calls the control plane, which must take it; gives its answer.
  Json Control(const std::string& method, const std::string& path, const Json& body = nullptr);
  // Sends a request as it is; the target's path and query are taken as written.
  HttpResponse Send(HttpRequest request);

  // Moves the clock and performs what became due, in its order.
  void Advance(Duration by);
  // Moves on until the resource of this ARN is at rest or gone.
  void Settle(std::string_view arn);
  [[nodiscard]] Timestamp Now() const { return clock_.Now(); }

  // Objects as the user of `account` puts and gets them; a missing bucket is made.
  void CreateBucket(const std::string& bucket, const std::string& region = "");
  void PutObject(const std::string& uri, std::string_view bytes);
  std::string GetObject(const std::string& uri);
  bool HasObject(const std::string& uri);
  // Keys under a prefix, in order.
  std::vector<std::string> ListKeys(const std::string& uri);

  // The caller of everything above; may be changed between calls.
  std::string account;
  std::string region;

  // How often something was done aside, of those that were asked for it.
  int asides = 0;

  // How late answers were to be; they come at once here.
  std::vector<std::chrono::milliseconds> delays;

  [[nodiscard]] App& app() { return *app_; }
  [[nodiscard]] ResourceRepository& resources() { return app_->resources(); }
  [[nodiscard]] ObjectStore& objects() { return *objects_; }

 private:
  std::function<std::unique_ptr<WorkerPool>(const RecordReader&)> MakeAside();
  HttpRequest Sign(HttpRequest request, std::string_view signing_name) const;

  VirtualClock machine_clock_;
  UserClock clock_{machine_clock_};
  std::unique_ptr<ObjectStore> objects_;
  std::unique_ptr<App> app_;
};

}  // namespace portside
