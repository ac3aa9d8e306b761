// SPDX-License-Identifier: Apache-2.0
//
// What the scripts know. Whether shells understand them is seen in
// tests/e2e/command_line/completions_test.py.

#include "portside/cli/completions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/completion_places.h"
#include "portside/cli/client_commands.h"

namespace portside::cli {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class CompletionsTest : public testing::Test {
 protected:
  const CompletionPlace& At(const std::string& path) const {
    const auto place = std::find_if(places_.begin(), places_.end(),
                                    [&](const auto& it) { return it.path == path; });
    EXPECT_NE(place, places_.end()) << path;
    return *place;
  }
  static std::vector<std::string> Texts(const std::vector<CompletionWord>& words) {
    std::vector<std::string> texts;
    for (const CompletionWord& word : words) texts.push_back(word.text);
    return texts;
  }
  const CompletionValue& ValueOf(const std::string& path, const std::string& option) const {
    const auto& values = At(path).values;
    const auto value = std::find_if(values.begin(), values.end(),
                                    [&](const auto& it) { return it.option == option; });
    EXPECT_NE(value, values.end()) << option;
    return *value;
  }

  const ClientCommands commands_;
  const std::vector<CompletionPlace> places_ = CompletionPlaces(commands_.apps());
};

TEST_F(CompletionsTest, PlacesAreThoseOfTheTrees) {
  EXPECT_THAT(Texts(At("").words), ElementsAre("jobs", "clock", "outcomes", "transitions", "faults",
                                               "snapshot", "state", "reset", "requests"));
  EXPECT_THAT(Texts(At("clock").words), ElementsAre("show", "set", "advance"));
  EXPECT_THAT(Texts(At("clock set").options), ElementsAre("--help", "--url", "--token", "--ca",
                                                          "--json", "--mode", "--scale", "--now"));
  EXPECT_THAT(ValueOf("clock set", "--mode").choices, ElementsAre("real", "scaled", "manual"));
  EXPECT_THAT(Texts(At("transitions set").words),
              ElementsAre("immediate", "time", "polls", "manual"));
  EXPECT_TRUE(At("state load").takes_file);
  EXPECT_TRUE(At("state save").takes_file);
  EXPECT_FALSE(At("clock set").takes_file);
  EXPECT_THAT(OptionsWithValues(places_), Contains("--reason"));
  EXPECT_THAT(OptionsWithValues(places_), Not(Contains("--until-rest")));
}

TEST_F(CompletionsTest, EveryShellHasAScript) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string script = CompletionScript(shell, commands_.apps()).value_or("");
    for (const char* word : {"release", "until-rest", "immediate", "SERVER_ERROR"}) {
      EXPECT_THAT(script, HasSubstr(word)) << shell;
    }
    // Every quoted text is closed on its line.
    EXPECT_EQ(std::count(script.begin(), script.end(), '\'') % 2, 0) << shell;
  }
  EXPECT_FALSE(CompletionScript("tcsh", commands_.apps()).has_value());
}

}  // namespace
}  // namespace portside::cli
