// SPDX-License-Identifier: Apache-2.0
//
// No member is taken and dropped. Every member of every served operation's input is acted on (its
// name stands in the sources of its service), or given back (Create's in the answer of Describe,
// for which they are sent), or named in COMPATIBILITY.md among those that are ignored.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "portside/base/encoding.h"
#include "services/core/families/life_fixture.h"

namespace portside {
namespace {

namespace fs = std::filesystem;
const fs::path kRoot = PORTSIDE_SOURCE_DIR;

std::string TextOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every text between quotes in the sources of a service, and in the engine.
std::set<std::string> LiteralsOf(const std::string& service) {
  std::set<std::string> literals;
  const bool is_part = service == "sagemaker_edge" || service == "sagemaker_runtime";
  const std::string name = service == "personalize_events" ? "personalize"
                           : is_part                       ? "sagemaker"
                                                           : service;
  for (const fs::path& folder : {kRoot / "src/services" / name, kRoot / "src/services/core"}) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      const std::string text = TextOf(entry.path());
      std::size_t at = 0;
      while ((at = text.find('"', at)) != std::string::npos) {
        const std::size_t end = text.find_first_of("\"\n", at + 1);
        if (end == std::string::npos) break;
        // Of a path in a document each step: "/StorageDescriptor/Columns".
        for (const std::string_view step :
             Split(std::string_view(text).substr(at + 1, end - at - 1), '/')) {
          literals.emplace(step);
        }
        at = end + 1;
      }
    }
  }
  return literals;
}

// The table of COMPATIBILITY.md: "CreateModel" -> {"VpcConfig", …}; a member stands for all below
// it.
std::map<std::string, std::set<std::string>> IgnoredMembers() {
  std::map<std::string, std::set<std::string>> ignored;
  std::istringstream lines(TextOf(kRoot / "docs/COMPATIBILITY.md"));
  bool is_table = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("<!-- table: ignored -->")) is_table = true;
    if (is_table && line.empty()) is_table = false;
    if (!is_table || !line.starts_with("| ") || line.starts_with("| Oper")) continue;
    const std::vector<std::string_view> cells = Split(line, '|');
    if (cells.size() < 4 || cells[1].starts_with(" ---")) continue;
    for (const std::string_view operation : Split(cells[1], ',')) {
      for (const std::string_view member : Split(cells[2], ',')) {
        std::string name(TrimSpace(member));
        std::erase(name, '`');
        ignored[std::string(TrimSpace(operation))].insert(std::move(name));
      }
    }
  }
  return ignored;
}

const Shape* Inner(const Shape* shape) {
  while (shape != nullptr && (shape->type == ShapeType::kList || shape->type == ShapeType::kMap)) {
    shape = shape->type == ShapeType::kList ? &*shape->element : &*shape->value;
  }
  return shape;
}

// "OutputConfig.S3OutputLocation", each once, without what a shape holds of its own kind.
void VisitMembers(const Shape& shape, const std::string& path, std::set<const Shape*> above,
                  const std::function<void(const std::string& path, const Member&)>& visit) {
  if (!above.insert(&shape).second) return;
  for (const Member& member : shape.members) {
    const std::string inner =
        path.empty() ? std::string(member.name) : path + "." + std::string(member.name);
    visit(inner, member);
    const Shape* below = Inner(&*member.shape);
    if (below->type == ShapeType::kStructure) VisitMembers(*below, inner, above, visit);
  }
}

bool IsIgnored(const std::set<std::string>& ignored, const std::string& path) {
  return std::any_of(ignored.begin(), ignored.end(), [&path](const std::string& member) {
    return path == member || path.starts_with(member + ".");
  });
}

// The members at the top of what Describe gives back of a noun, and of the noun inside of it.
std::set<std::string> GivenBackBy(const ServiceModel& model, std::string operation) {
  std::set<std::string> names;
  if (operation.starts_with("Batch")) operation.erase(0, 5);
  for (const std::string create : {"Create", "Start", "Update", "Put"}) {
    if (!operation.starts_with(create)) continue;
    for (const std::string describe : {"Describe", "Get"}) {
      const Operation* shown = model.FindOperation(describe + operation.substr(create.size()));
      if (shown == nullptr || shown->output == nullptr) continue;
      for (const Member& member : shown->output->members) {
        names.emplace(member.name);
        for (const Member& inner : member.shape->members) names.emplace(inner.name);
      }
    }
  }
  return names;
}

// "TableInput.Owner" and "Entries.TableInput.Owner" are "Owner", "OutputConfig.KmsKeyId" is
// "OutputConfig".
std::string TopOf(const std::string& path) {
  const std::vector<std::string_view> steps = Split(path, '.');
  const std::size_t around = steps[0] == "Entries" ? 1 : 0;
  const bool is_wrapped = steps.size() > around + 1 && (steps[around].ends_with("Input") ||
                                                        steps[around].ends_with("InputList"));
  return std::string(steps[is_wrapped ? around + 1 : 0]);
}

TEST(MembersTest, NoneIsTakenAndDropped) {
  const auto ignored = IgnoredMembers();
  std::set<std::string> needless;
  for (const auto& [operation, members] : ignored) {
    for (const std::string& member : members) needless.insert(operation + " " + member);
  }
  std::string dropped;
  for (const char* service : {"sagemaker_geospatial", "personalize", "personalize_events",
                              "sagemaker", "sagemaker_edge", "sagemaker_runtime", "glue", "logs"}) {
    const ServiceModel& model = ModelOf(service);
    const std::set<std::string> literals = LiteralsOf(service);
    for (const Operation& operation : model.operations()) {
      if (!operation.served || operation.input == nullptr) continue;
      const std::set<std::string> given_back = GivenBackBy(model, operation.name);
      const auto listed = ignored.find(operation.name);
      VisitMembers(*operation.input, "", {}, [&](const std::string& path, const Member& member) {
        // What the engine acts on by what it is, not by its name.
        const bool is_of_the_engine =
            member.idempotency_token || (operation.name.starts_with("Batch") && member.required);
        if (listed != ignored.end() && IsIgnored(listed->second, path)) {
          needless.erase(operation.name + " " + path);
          return;
        }
        if (is_of_the_engine || literals.contains(std::string(member.name)) ||
            given_back.contains(TopOf(path))) {
          return;
        }
        dropped += std::string(service) + " " + operation.name + " " + path + "\n";
      });
    }
  }
  EXPECT_EQ(dropped, "") << "act on them, or name them in docs/COMPATIBILITY.md";
  for (const std::string& line : needless) ADD_FAILURE() << line << " is no member";
}

// Every member of Create is sent, one at a time beside those that are needed; what is taken is
// shown by Describe where that has such a member.
class GivenBackTest : public LifeTest {};

TEST_P(GivenBackTest, WhatIsGivenIsShown) {
  if (!CanBeCreated(family_) || !Has(kDescribe)) GTEST_SKIP();
  const Operation* create = ModelOf(service_).FindOperation(OperationOf(family_));
  ExampleInput example("other");
  int shown = 0;
  const auto sent = [&](const Shape& shape) -> const Shape& {
    return family_.input_member.empty() ? shape : *shape.FindMember(family_.input_member)->shape;
  };
  int number = 0;
  for (const Member& member : sent(*create->input).members) {
    const std::string name(member.name);
    Json input = InputOf(family_, "other" + std::to_string(++number));
    Json& given = family_.input_member.empty() ? input : input[std::string(family_.input_member)];
    if (given.contains(name) || example.IsLost(*member.shape)) continue;
    given[name] = example.ValueOf(*member.shape);
    const CallResult made = app_.TryCall(service_, OperationOf(family_), input);
    // Not every example makes sense; what is refused is not dropped.
    if (made.status != 200) continue;
    const Json answer = Describe(Newest(family_));
    const auto found = answer.find(name);
    const bool is_empty = given[name].empty() && !given[name].is_string();
    if (found == answer.end() || is_empty || given[name].is_object()) continue;
    EXPECT_EQ(*found, given[name]) << name;
    ++shown;
  }
  RecordProperty("shown", shown);
}

INSTANTIATE_TEST_SUITE_P(, GivenBackTest, testing::ValuesIn(LifeCases()), [](const auto& it) {
  return it.param.service + std::string(it.param.family->noun);
});

}  // namespace
}  // namespace portside
