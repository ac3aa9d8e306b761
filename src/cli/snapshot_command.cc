// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/match_options.h"

namespace portside::cli {
namespace {

const std::string kSnapshots = "/_portside/snapshots";

Table SnapshotTable(const Json& snapshots) {
  Table table({"NAME", "SCOPE", "CREATED", "RESOURCES", "OBJECTS"});
  for (const Json& snapshot : snapshots) {
    table.Add({{Field(snapshot, "name")},
               {MembersText(Inner(snapshot, "scope"), "everything")},
               {TimeField(snapshot, "created_at")},
               {Field(snapshot, "resources")},
               {Field(snapshot, "objects")}});
  }
  return table;
}

CliResult<void> List(const Invocation& invocation) {
  const Json list = TRY(invocation.client.Get(kSnapshots));
  if (invocation.json) {
    invocation.PrintJson(list);
  } else {
    invocation.Print(SnapshotTable(Inner(list, "snapshots")));
  }
  return {};
}

// `done` is what has happened to it: "saved", "restored".
void PrintOne(const Json& snapshot, const std::string& name, const std::string& done,
              const Invocation& invocation) {
  if (invocation.json) return invocation.PrintJson(snapshot);
  std::string line = done + ' ' + name;
  if (snapshot.contains("resources")) {
    line +=
        ": resources " + Field(snapshot, "resources") + ", objects " + Field(snapshot, "objects");
  }
  invocation.PrintLine(line);
}

struct Snapshot {
  std::string name;
  MatchOptions scope;
};

using Act = CliResult<void> (*)(const Snapshot&, const Invocation&);

CliResult<void> Save(const Snapshot& snapshot, const Invocation& invocation) {
  const std::string target = Beneath(kSnapshots, snapshot.name);
  const Json answer = TRY(invocation.client.Put(target, snapshot.scope.ToJson()));
  PrintOne(answer, snapshot.name, "saved", invocation);
  return {};
}

CliResult<void> Restore(const Snapshot& snapshot, const Invocation& invocation) {
  const std::string target = Beneath(kSnapshots, snapshot.name);
  const Json answer = TRY(invocation.client.Post(target, Json::object()));
  PrintOne(answer, snapshot.name, "restored", invocation);
  return {};
}

CliResult<void> Drop(const Snapshot& snapshot, const Invocation& invocation) {
  const Json answer = TRY(invocation.client.Delete(Beneath(kSnapshots, snapshot.name)));
  PrintOne(answer, snapshot.name, "dropped", invocation);
  return {};
}

void AddVerb(Command& command, const std::string& verb, const std::string& description,
             const std::string& examples, Act act) {
  const auto snapshot = std::make_shared<Snapshot>();
  CLI::App& app = command.Add(verb, description, examples, [snapshot, act](Invocation& invocation) {
    return act(*snapshot, invocation);
  });
  app.add_option("name", snapshot->name, "The snapshot's name")->required();
  if (act == Save) snapshot->scope.Declare(app, kScope);
}

}  // namespace

std::unique_ptr<Command> MakeSnapshotCommand() {
  auto command =
      std::make_unique<Command>("snapshot", "Save the server's state, and go back to it");
  command->AddDefault("list", "List the snapshots", "  portside snapshot", List);
  AddVerb(*command, "save", "Save all of the state, or that of a service, account or region",
          "  portside snapshot save before\n"
          "  portside snapshot save before --account 123456789012 --service glue",
          Save);
  AddVerb(*command, "restore", "Make the state what it was when the snapshot was saved",
          "  portside snapshot restore before", Restore);
  AddVerb(*command, "drop", "Forget a snapshot", "  portside snapshot drop before", Drop);
  return command;
}

}  // namespace portside::cli
