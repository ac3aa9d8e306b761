// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/match_options.h"
#include "cli/pages.h"
#include "cli/text.h"

namespace portside::cli {
namespace {

const std::string kRequests = "/_portside/requests";

struct Listing {
  MatchOptions match;
  std::optional<std::uint64_t> status;
  std::optional<std::string> error;
  std::uint64_t most = 100;
};

Colour StatusColour(const Json& request) {
  const double status = NumberField(request, "status");
  if (status >= 400) return Colour::kRed;
  return status >= 200 && status < 300 ? Colour::kGreen : Colour::kNone;
}

Table RequestTable(const Json& requests) {
  Table table({"TIME", "ID", "SERVICE", "OPERATION", "ACCOUNT", "REGION", "STATUS", "MS", "ERROR"});
  for (const Json& request : requests) {
    table.Add({{TimeField(request, "time")},
               {Field(request, "id")},
               {Field(request, "service")},
               {Field(request, "operation")},
               {Field(request, "account")},
               {Field(request, "region")},
               {Field(request, "status"), StatusColour(request)},
               {Field(request, "duration_ms")},
               {Field(request, "error")}});
  }
  return table;
}

CliResult<void> List(const Listing& listing, const Invocation& invocation) {
  Target target(kRequests);
  listing.match.AddTo(target);
  if (listing.status) target.Add("status", std::to_string(*listing.status));
  target.Add("error", listing.error);
  const Json list = TRY(GetPages(invocation.client, target, "requests", listing.most));
  if (invocation.json) {
    invocation.PrintJson(list);
    return {};
  }
  invocation.Print(RequestTable(list.at("requests")));
  if (!list.at("next_token").is_null()) {
    invocation.terminal.err << "There are older ones; --max took " << list.at("requests").size()
                            << ".\n";
  }
  return {};
}

// What was sent or answered: JSON over lines, texts as they are.
void PrintPart(const Json& request, const std::string& name, const Invocation& invocation) {
  const auto part = request.find(name);
  if (part == request.end() || part->is_null()) return;
  invocation.PrintLine("");
  invocation.PrintLine(name + ":");
  if (part->is_string()) {
    invocation.PrintLine(part->get<std::string>());
  } else {
    invocation.PrintJson(*part);
  }
}

CliResult<void> Show(const std::string& id, const Invocation& invocation) {
  const Json request = TRY(invocation.client.Get(Beneath(kRequests, id)));
  if (invocation.json || !request.is_object()) {
    invocation.PrintJson(request);
    return {};
  }
  invocation.PrintLine(Field(request, "method") + ' ' + Field(request, "target"));
  Table members({"REQUEST", Field(request, "id")});
  for (const char* name :
       {"time", "service", "operation", "account", "region", "status", "error", "duration_ms"}) {
    members.Add({{name}, {Field(request, name)}});
  }
  invocation.Print(members);
  for (const char* name : {"headers", "input", "output"}) PrintPart(request, name, invocation);
  return {};
}

CliResult<void> Replay(const std::string& id, const Invocation& invocation) {
  const std::string target = Beneath(kRequests, id) + "/replay";
  const Json answer = TRY(invocation.client.Post(target, Json::object()));
  if (invocation.json || !answer.is_object()) {
    invocation.PrintJson(answer);
    return {};
  }
  invocation.PrintLine("replayed as " + Field(answer, "id") + ": status " +
                       Field(answer, "status"));
  PrintPart(answer, "output", invocation);
  return {};
}

CliResult<void> Clear(const Invocation& invocation) {
  const Json answer = TRY(invocation.client.Delete(kRequests));
  if (invocation.json) {
    invocation.PrintJson(answer);
  } else {
    invocation.PrintLine("cleared " + Field(answer, "cleared"));
  }
  return {};
}

void AddOfOne(Command& command, const std::string& verb, const std::string& description,
              CliResult<void> (*act)(const std::string&, const Invocation&)) {
  const auto id = std::make_shared<std::string>();
  CLI::App& app = command.Add(verb, description, "  portside requests " + verb + " ID",
                              [id, act](Invocation& invocation) { return act(*id, invocation); });
  app.add_option("id", *id, "Its id, as the list shows it")->required();
}

}  // namespace

std::unique_ptr<Command> MakeRequestsCommand() {
  auto command = std::make_unique<Command>("requests", "See what was asked and answered");
  const auto listing = std::make_shared<Listing>();
  CLI::App& list = command->AddDefault(
      "list", "List requests, the newest first",
      "  portside requests\n  portside requests list --service glue --status 400\n"
      "  portside requests list --operation CreateDataset --json",
      [listing](Invocation& invocation) { return List(*listing, invocation); });
  listing->match.Declare(list, {MatchOptions::kService, MatchOptions::kOperation,
                                MatchOptions::kAccount, MatchOptions::kRegion});
  list.add_option("--status", listing->status, "Answered with this status");
  list.add_option("--error", listing->error,
                  "Answered with this error, such as ValidationException");
  list.add_option("--max", listing->most, "No more than so many")
      ->check(CLI::Range(1, 1'000'000'000))
      ->capture_default_str();
  AddOfOne(*command, "show", "Show one request and its answer", Show);
  AddOfOne(*command, "replay", "Send one again", Replay);
  command->Add("clear", "Forget all of them", "  portside requests clear", Clear);
  return command;
}

}  // namespace portside::cli
