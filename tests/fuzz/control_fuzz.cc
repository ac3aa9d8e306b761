// SPDX-License-Identifier: Apache-2.0
//
// The control plane: "<METHOD> <target>\n<body>", as many calls as there are, divided by a NUL.
// What is refused must be a 4xx in JSON; nothing may break the program. The clock stands, so that
// what the calls set up stays bounded.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "portside/base/log.h"
#include "portside/base/user_clock.h"
#include "portside/jobs/worker_pool.h"
#include "portside/objects/memory_object_store.h"
#include "portside/server/app.h"

namespace portside {
namespace {

void Send(App& app, std::string_view text) {
  HttpRequest request;
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return;
  request.method = std::string(line.substr(0, space));
  request.target = "/" + std::string(line.substr(space + 1));
  if (!ControlApi::Owns(request.RawPath())) return;
  const std::string_view body = text.substr(std::min(text.size(), line.size() + 1));
  const auto exchange = app.Begin(std::move(request));
  if (!body.empty()) exchange->Write(body);
  exchange->Finish([](const HttpResponse& response) {
    if (response.status < 200 || response.status == 500 || response.status > 503) std::abort();
  });
  app.RunDue();
}

struct Program {
  Program() {
    log::Configure(log::Level::kError, log::Format::kText);
    app.Start();
  }

  VirtualClock machine_clock;
  UserClock clock{machine_clock};
  MemoryObjectStore objects{clock};
  App app{
      {.clock = clock,
       .machine_clock = machine_clock,
       .database_path = ":memory:",
       .objects = objects,
       .make_workers =
           [](const RecordReader& records) { return std::make_unique<InlineWorkerPool>(records); },
       .seed = 1}};
};

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portside;
  static Program program;  // loading the models takes longer than most inputs
  Send(program.app, "POST _portside/reset\n");
  Send(program.app, "PUT _portside/clock\n{\"mode\":\"manual\",\"now\":0}");
  std::string_view calls(reinterpret_cast<const char*>(data), size);
  while (!calls.empty()) {
    const std::string_view call = calls.substr(0, calls.find('\0'));
    Send(program.app, call);
    calls.remove_prefix(std::min(calls.size(), call.size() + 1));
  }
  return 0;
}
