// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an archive of the state that a running server is to load. What is refused changes
// nothing and is a 4xx; what is taken, the server goes on from: it shows every job, moves them on,
// and lists what there is, whatever the documents say.

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "portside/base/log.h"
#include "portside/base/user_clock.h"
#include "portside/jobs/worker_pool.h"
#include "portside/objects/directory_object_store.h"
#include "portside/server/app.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

struct Program {
  Program() {
    log::Configure(log::Level::kOff, log::Format::kText);
    app.Start();
  }

  int Send(const std::string& method, const std::string& target, std::string_view body = "",
           const std::string& operation = "") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    if (!operation.empty()) {
      request.headers.Add("X-Amz-Target", operation);
      request.headers.Add("Content-Type", "application/x-amz-json-1.1");
    }
    int status = 0;
    try {
      const auto exchange = app.Begin(std::move(request));
      if (!body.empty()) exchange->Write(body);
      exchange->Finish([&status](const HttpResponse& response) { status = response.status; });
    } catch (const std::exception&) {
      status = 500;  // what the HTTP server answers then: one request's trouble
    }
    return status;
  }

  TemporaryDirectory directory;
  VirtualClock machine_clock;
  UserClock clock{machine_clock};
  DirectoryObjectStore objects{directory.path(), clock, {"000000000000", "us-east-1"}};
  App app{
      {.clock = clock,
       .machine_clock = machine_clock,
       .database_path = (directory.path() / "portside.sqlite3").string(),
       .objects = objects,
       .make_workers =
           [](const RecordReader& records) { return std::make_unique<InlineWorkerPool>(records); },
       .seed = 1}};
};

constexpr std::array<const char*, 6> kLists = {
    "SageMaker.ListCompilationJobs",  "SageMaker.ListEdgePackagingJobs",
    "AWSGlue.GetMLTransforms",        "AmazonPersonalize.ListDatasetGroups",
    "AmazonPersonalize.ListDatasets", "AmazonPersonalize.ListDatasetExportJobs"};

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portside;
  static Program program;
  const std::string_view archive(reinterpret_cast<const char*>(data), size);
  const int loaded = program.Send("PUT", "/_portside/state", archive);
  if (loaded < 200 || loaded >= 500) std::abort();
  program.Send("GET", "/_portside/jobs");
  program.Send("POST", "/_portside/clock/advance", R"({"seconds":5})");
  for (const char* list : kLists) program.Send("POST", "/", "{}", list);
  program.Send("GET", "/earth-observation-jobs");
  if (program.Send("GET", "/_portside/health") != 200) std::abort();
  program.Send("POST", "/_portside/reset");
  return 0;
}
