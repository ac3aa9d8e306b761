// SPDX-License-Identifier: Apache-2.0

#include "portside/control/state_endpoints.h"

#include "control/scope_reader.h"
#include "control/state_answers.h"
#include "portside/base/timestamp.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

// LocalStack saves and loads one state, which has no name.
constexpr std::string_view kLocalstack = "localstack";

ControlResult<std::string> ReadName(const ControlCall& call) {
  const std::string& name = call.labels.at("name");
  if (IsSnapshotName(name)) return name;
  return Fail(ControlError{400,
                           "name is \"" + name +
                               "\"; a snapshot's name has 1 to 64 of A-Z a-z 0-9 . _ - and does "
                               "not begin with a dot.",
                           "name"});
}

ControlResult<void> ReadNothing(const ControlCall& call) {
  return MemberReader(call.body).Finish();
}

Answer List(const StateKeeper& state) {
  Json list = Json::array();
  for (const Snapshot& snapshot : state.List()) list.push_back(SnapshotToJson(snapshot));
  return ControlAnswer{.body = {{"snapshots", std::move(list)}}};
}

void Save(StateKeeper& state, const std::string& name, const StateScope& scope,
          const ControlRespond& respond) {
  state.Save(name, scope, [respond](const StateResult<Snapshot>& saved) {
    if (!saved) return respond(Fail(ErrorOf(saved.error())));
    respond(ControlAnswer{.body = SnapshotToJson(*saved), .status = 201});
  });
}

void Put(StateKeeper& state, const ControlCall& call, const ControlRespond& respond) {
  const ControlResult<std::string> name = ReadName(call);
  if (!name) return respond(Fail(name.error()));
  const ControlResult<StateScope> scope = ReadScope(call.body, state);
  if (!scope) return respond(Fail(scope.error()));
  Save(state, *name, *scope, respond);
}

Answer Drop(StateKeeper& state, const ControlCall& call) {
  const std::string name = TRY(ReadName(call));
  const StateResult<void> dropped = state.Drop(name);
  if (!dropped) return Fail(ErrorOf(dropped.error()));
  return ControlAnswer{};
}

void Restore(StateKeeper& state, const std::string& name, const ControlRespond& respond) {
  state.Restore(name, [respond](const StateResult<Snapshot>& restored) {
    if (!restored) return respond(Fail(ErrorOf(restored.error())));
    respond(ControlAnswer{.body = SnapshotToJson(*restored)});
  });
}

void Post(StateKeeper& state, const ControlCall& call, const ControlRespond& respond) {
  const ControlResult<std::string> name = ReadName(call);
  if (!name) return respond(Fail(name.error()));
  if (const auto read = ReadNothing(call); !read) return respond(Fail(read.error()));
  Restore(state, *name, respond);
}

void Reset(StateKeeper& state, const ControlCall& call, const ControlRespond& respond) {
  const ControlResult<StateScope> scope = ReadScope(call.body, state);
  if (!scope) return respond(Fail(scope.error()));
  state.Reset(*scope, [respond](const StateResult<StateKeeper::Removed>& removed) {
    if (!removed) return respond(Fail(ErrorOf(removed.error())));
    respond(ControlAnswer{
        .body = {{"status", "ok"},
                 {"removed", {{"resources", removed->resources}, {"objects", removed->objects}}}}});
  });
}

void LoadLocalstack(StateKeeper& state, const ControlRespond& respond) {
  for (const Snapshot& snapshot : state.List()) {
    if (snapshot.name == kLocalstack) return Restore(state, snapshot.name, respond);
  }
  respond(Fail(
      ControlError{404,
                   "No state was saved; POST /_localstack/state/save saves it, as the snapshot " +
                       std::string(kLocalstack) + ".",
                   ""}));
}

}  // namespace

std::vector<Endpoint> StateEndpoints(StateKeeper& state) {
  const auto reset = [&state](const ControlCall& call, const ControlRespond& respond) {
    Reset(state, call, respond);
  };
  return {
      {"POST", "/_portside/reset", "Reset", reset},
      {"POST", "/moto-api/reset", "Reset", reset},
      MakeEndpoint("GET", "/_portside/snapshots", "ListSnapshots",
                   [&state](const ControlCall&) { return List(state); }),
      {"PUT", "/_portside/snapshots/{name}", "SaveSnapshot",
       [&state](const ControlCall& call, const ControlRespond& respond) {
         Put(state, call, respond);
       }},
      {"POST", "/_portside/snapshots/{name}", "RestoreSnapshot",
       [&state](const ControlCall& call, const ControlRespond& respond) {
         Post(state, call, respond);
       }},
      MakeEndpoint("DELETE", "/_portside/snapshots/{name}", "DropSnapshot",
                   [&state](const ControlCall& call) { return Drop(state, call); }),
      {"POST", "/_localstack/state/save", "SaveState",
       [&state](const ControlCall&, const ControlRespond& respond) {
         Save(state, std::string(kLocalstack), {}, respond);
       }},
      {"POST", "/_localstack/state/load", "LoadState",
       [&state](const ControlCall&, const ControlRespond& respond) {
         LoadLocalstack(state, respond);
       }},
  };
}

}  // namespace portside
