// SPDX-License-Identifier: Apache-2.0
//
// What can be typed where: the commands' trees as the writers of completion scripts need them.

#pragma once

#include <set>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace portside::cli {

// Something that can be typed: a command, an option, a choice.
struct CompletionWord {
  std::string text;
  std::string description;
};

// What may follow an option.
struct CompletionValue {
  std::string option;  // "--mode"
  std::vector<std::string> choices;
  bool is_file = false;
};

// Behind `portside clock set` ("clock set"), or at the beginning ("").
struct CompletionPlace {
  std::string path;
  std::vector<CompletionWord> words;    // verbs and choices
  std::vector<CompletionWord> options;  // with their dashes
  std::vector<CompletionValue> values;  // of options that take one
  bool takes_file = false;              // as an argument
};

// The beginning is the first of them.
std::vector<CompletionPlace> CompletionPlaces(const std::vector<const CLI::App*>& commands);

// Every option that takes a value, wherever it is.
std::set<std::string> OptionsWithValues(const std::vector<CompletionPlace>& places);

}  // namespace portside::cli
