// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/replaced_file.h"

namespace portside::cli {
namespace {

const std::string kState = "/_portside/state";

CliResult<void> SaveToOutput(const Invocation& invocation) {
  Terminal& terminal = invocation.terminal;
  if (terminal.is_terminal) {
    return Fail(CliError{"an archive is nothing for a terminal: name a file, or use a pipe", 2});
  }
  return invocation.client.Download(kState, [&terminal](std::string_view piece) {
    return bool(terminal.out.write(piece.data(), static_cast<std::streamsize>(piece.size())));
  });
}

CliResult<void> Save(const std::string& path, const Invocation& invocation) {
  if (path == "-") return SaveToOutput(invocation);
  ReplacedFile file = TRY(ReplacedFile::Open(path));
  std::uint64_t bytes = 0;
  TRY(invocation.client.Download(kState, [&](std::string_view piece) {
    bytes += piece.size();
    return file.Write(piece);
  }));
  TRY(file.Finish());
  if (invocation.json) {
    invocation.PrintJson({{"file", path}, {"bytes", bytes}});
  } else {
    invocation.PrintLine("saved " + std::to_string(bytes) + " bytes to " + path);
  }
  return {};
}

CliResult<void> Load(const std::string& path, const Invocation& invocation) {
  const Json answer = TRY(invocation.client.Upload(kState, path));
  if (invocation.json) {
    invocation.PrintJson(answer);
  } else {
    invocation.PrintLine("loaded " + path);
  }
  return {};
}

}  // namespace

std::unique_ptr<Command> MakeStateCommand() {
  auto command = std::make_unique<Command>("state", "Save all of the state to a file, and load it");
  const auto to = std::make_shared<std::string>();
  CLI::App& save = command->Add(
      "save", "Write everything that the server holds to an archive",
      "  portside state save before.tar\n  portside state save - | gzip > before.tar.gz",
      [to](Invocation& invocation) { return Save(*to, invocation); });
  save.add_option("file", *to, "The archive; - is the standard output")
      ->required()
      ->type_name("FILE");

  const auto from = std::make_shared<std::string>();
  CLI::App& load = command->Add("load", "Replace everything by what an archive holds",
                                "  portside state load before.tar",
                                [from](Invocation& invocation) { return Load(*from, invocation); });
  load.add_option("file", *from, "The archive")->required()->check(CLI::ExistingFile);
  return command;
}

}  // namespace portside::cli
