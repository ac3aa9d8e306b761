// SPDX-License-Identifier: Apache-2.0

#include "cli/completion_places.h"

#include <CLI/CLI.hpp>

#include "portside/base/encoding.h"

namespace portside::cli {
namespace {

// CLI11 keeps what a check allows in the type's name alone: "TEXT:{real,scaled,manual}".
std::vector<std::string> ChoicesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto open = type.find('{');
  const auto close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  std::vector<std::string> choices;
  for (const auto choice : Split(std::string_view(type).substr(open + 1, close - open - 1), ',')) {
    choices.emplace_back(choice);
  }
  return choices;
}

bool TakesFile(const CLI::App& app, const CLI::Option& option) {
  return option.get_type_name().ends_with("FILE") || &option == app.get_config_ptr();
}

void AddPositional(const CLI::App& app, const CLI::Option& option, CompletionPlace& place) {
  for (const std::string& choice : ChoicesOf(option)) {
    place.words.push_back({choice, option.get_description()});
  }
  place.takes_file = place.takes_file || TakesFile(app, option);
}

void AddOption(const CLI::App& app, const CLI::Option& option, CompletionPlace& place) {
  const std::string name = "--" + option.get_lnames().front();
  place.options.push_back({name, option.get_description()});
  if (option.get_expected_min() == 0) return;  // a flag
  place.values.push_back({name, ChoicesOf(option), TakesFile(app, option)});
}

void AddPlaces(const CLI::App& app, const std::string& path, std::vector<CompletionPlace>& places) {
  CompletionPlace place{.path = path};
  const auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* verb : verbs) {
    place.words.push_back({verb->get_name(), verb->get_description()});
  }
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional()) {
      AddPositional(app, *option, place);
    } else if (!option->get_lnames().empty()) {
      AddOption(app, *option, place);
    }
  }
  places.push_back(std::move(place));
  for (const CLI::App* verb : verbs) AddPlaces(*verb, path + ' ' + verb->get_name(), places);
}

}  // namespace

std::vector<CompletionPlace> CompletionPlaces(const std::vector<const CLI::App*>& commands) {
  std::vector<CompletionPlace> places(1);
  constexpr std::string_view kProgram = "portside ";
  for (const CLI::App* command : commands) {
    const std::string noun = command->get_name().substr(kProgram.size());
    places.front().words.push_back({noun, command->get_description()});
    AddPlaces(*command, noun, places);
  }
  return places;
}

std::set<std::string> OptionsWithValues(const std::vector<CompletionPlace>& places) {
  std::set<std::string> names;
  for (const CompletionPlace& place : places) {
    for (const CompletionValue& value : place.values) names.insert(value.option);
  }
  return names;
}

}  // namespace portside::cli
