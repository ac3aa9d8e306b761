// SPDX-License-Identifier: Apache-2.0
//
// reset, snapshot, state and requests.

#include <gmock/gmock.h>

#include "cli/cli_fixture.h"
#include "support/temporary_directory.h"

namespace portside::cli {
namespace {

using testing::ElementsAre;

class StateCommands : public CliFixture {
 protected:
  static std::string Read(const std::filesystem::path& path) {
    std::ifstream stream(path);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
};

TEST_F(StateCommands, ResetsAScope) {
  WillAnswer(R"({"status":"ok","removed":{"resources":3,"objects":4}})");
  EXPECT_EQ(Run({"reset", "--service", "glue", "--account", "1", "--region", "r"}).out,
            "removed: resources 3, objects 4\n");
  EXPECT_THAT(
      server_.calls,
      ElementsAre(R"(POST /_portside/reset {"account":"1","region":"r","service":"glue"})"));
  WillAnswer(R"({"status":"ok"})");
  EXPECT_EQ(Run({"reset"}).out, "reset\n");
}

TEST_F(StateCommands, SnapshotsAreSavedRestoredAndDropped) {
  EXPECT_EQ(CallOf({"snapshot", "save", "a b", "--account", "1"}),
            R"(PUT /_portside/snapshots/a%20b {"account":"1"})");
  EXPECT_EQ(CallOf({"snapshot", "restore", "x"}), "POST /_portside/snapshots/x {}");
  EXPECT_EQ(CallOf({"snapshot", "drop", "x"}), "DELETE /_portside/snapshots/x");
  WillAnswer(R"({"name":"x","scope":{},"resources":3,"objects":4})");
  EXPECT_EQ(Run({"snapshot", "restore", "x"}).out, "restored x: resources 3, objects 4\n");
  WillAnswer(R"({"snapshots":[{"name":"x","scope":{"service":"s3"},
    "created_at":"2024-01-01T00:00:00Z","resources":3,"objects":4}]})");
  EXPECT_EQ(Run({"snapshot"}).out,
            "NAME  SCOPE       CREATED                   RESOURCES  OBJECTS\n"
            "x     service=s3  2024-01-01T00:00:00.000Z  3          4\n");
}

TEST_F(StateCommands, AnArchiveIsThereAsAWholeOrNotAtAll) {
  const TemporaryDirectory directory;
  const std::filesystem::path file = directory.path() / "state.tar";
  std::ofstream(file) << "before";
  server_.archive = "";
  EXPECT_EQ(Run({"state", "save", file}).err, "portside state save: there is no archive\n");
  EXPECT_EQ(Read(file), "before");
  server_.archive = "an archive";
  EXPECT_EQ(Run({"state", "save", file}).out, "saved 10 bytes to " + file.string() + "\n");
  EXPECT_EQ(Read(file), "an archive");
  const auto files = std::filesystem::directory_iterator(directory.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(StateCommands, AnArchiveIsNothingForATerminal) {
  server_.archive = "an archive";
  EXPECT_EQ(Run({"state", "save", "-"}).out, "an archive");
  is_terminal_ = true;
  ExpectUsage({"state", "save", "-"},
              "portside state save: an archive is nothing for a terminal: name a file, or use a "
              "pipe");
}

TEST_F(StateCommands, FilesThatCannotBeAreSaid) {
  const TemporaryDirectory directory;
  const std::string folder = directory.path();
  server_.archive = "an archive";
  EXPECT_EQ(Run({"state", "save", folder}).err,
            "portside state save: " + folder + " is no plain file\n");
  EXPECT_EQ(Run({"state", "save", folder + "/none/file"}).err,
            "portside state save: " + folder + "/none/file cannot be written\n");
  EXPECT_EQ(Run({"state", "save", "/dev/null"}).err,
            "portside state save: /dev/null is no plain file\n");
  EXPECT_EQ(Run({"state", "load", folder + "/none"}).status, 2);
}

TEST_F(StateCommands, AnArchiveIsLoaded) {
  const TemporaryDirectory directory;
  const std::string file = directory.path() / "state.tar";
  std::ofstream(file) << "an archive";
  WillAnswer("{}");
  EXPECT_EQ(Run({"state", "load", file}).out, "loaded " + file + "\n");
  EXPECT_THAT(server_.calls, ElementsAre("PUT /_portside/state an archive"));
}

constexpr const char* kRequest =
    R"({"id":"r-1","time":"2024-01-01T00:00:00Z","service":"glue","operation":"GetTable",
        "account":"1","region":"r","method":"POST","target":"/","status":400,
        "error":"EntityNotFoundException","duration_ms":1.5,"headers":{"Host":"x"},
        "input":{"Name":"t"},"output":"\u001b[2J"})";

TEST_F(StateCommands, RequestsAreATable) {
  WillAnswer((R"({"requests":[)" + std::string(kRequest) + R"(],"next_token":"n"})").c_str());
  const Outcome listed =
      Run({"requests", "--max", "1", "--status", "400", "--error", "E", "--operation", "GetTable"});
  EXPECT_EQ(listed.out,
            "TIME                      ID   SERVICE  OPERATION  ACCOUNT  REGION  STATUS  MS   "
            "ERROR\n"
            "2024-01-01T00:00:00.000Z  r-1  glue     GetTable   1        r       400     1.5  "
            "EntityNotFoundException\n");
  EXPECT_EQ(listed.err, "There are older ones; --max took 1.\n");
  EXPECT_THAT(server_.calls,
              ElementsAre("GET /_portside/requests?operation=GetTable&status=400&error=E&max=1"));
}

TEST_F(StateCommands, OneRequestIsShownWithItsBodies) {
  WillAnswer(kRequest);
  EXPECT_EQ(Run({"requests", "show", "r-1"}).out,
            "POST /\n"
            "REQUEST      r-1\n"
            "time         2024-01-01T00:00:00Z\n"
            "service      glue\n"
            "operation    GetTable\n"
            "account      1\n"
            "region       r\n"
            "status       400\n"
            "error        EntityNotFoundException\n"
            "duration_ms  1.5\n"
            "\nheaders:\n{\n  \"Host\": \"x\"\n}\n"
            "\ninput:\n{\n  \"Name\": \"t\"\n}\n"
            "\noutput:\n\\x1b[2J\n");
}

TEST_F(StateCommands, RequestsAreReplayedAndCleared) {
  WillAnswer(R"({"id":"r-2","status":200,"output":{}})");
  EXPECT_EQ(Run({"requests", "replay", "r 1"}).out, "replayed as r-2: status 200\n\noutput:\n{}\n");
  WillAnswer(R"({"cleared":3})");
  EXPECT_EQ(Run({"requests", "clear"}).out, "cleared 3\n");
  EXPECT_THAT(server_.calls, ElementsAre("POST /_portside/requests/r%201/replay {}",
                                         "DELETE /_portside/requests"));
}

}  // namespace
}  // namespace portside::cli
