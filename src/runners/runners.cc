// SPDX-License-Identifier: Apache-2.0

#include "portside/runners/runners.h"

#include <charconv>
#include <filesystem>

#include "portside/base/glob.h"
#include "portside/yaml/map_reader.h"

namespace portside {
namespace {

// Commands are processes of a person's machine.
constexpr std::size_t kMostParallel = 64;

constexpr std::pair<std::string_view, RunnerKind> kKinds[] = {
    {"training", RunnerKind::kTraining},
    {"processing", RunnerKind::kProcessing},
    {"transform", RunnerKind::kTransform},
    {"endpoint", RunnerKind::kEndpoint},
};

FileResult<RunnerKind> ReadKind(MapReader& reader) {
  const std::string text = TRY(reader.RequiredText("kind"));
  for (const auto& [name, kind] : kKinds) {
    if (text == name) return kind;
  }
  return Fail(reader.Wrong(
      "kind", "'" + text + "' is no kind: training, processing, transform or endpoint"));
}

FileResult<std::vector<std::string>> ReadCommand(MapReader& reader) {
  std::vector<std::string> command;
  const YamlNode* list = TRY(reader.List("command"));
  if (list == nullptr) return command;
  for (const YamlNode::Entry& entry : list->items) {
    if (entry.value.kind != YamlNode::Kind::kScalar || entry.value.IsNull()) {
      return Fail(reader.Wrong("command",
                               "command is a list of texts, the program and its "
                               "arguments, not of " +
                                   entry.value.Describe()));
    }
    command.push_back(entry.value.text);
  }
  if (command.empty() || command.front().empty()) {
    return Fail(reader.Wrong("command", "command names no program"));
  }
  return command;
}

FileResult<std::optional<HttpUrl>> ReadUrl(MapReader& reader) {
  const auto text = TRY(reader.Text("url"));
  if (!text) return std::nullopt;
  auto url = HttpUrl::Parse(*text);
  if (!url) return Fail(reader.Wrong("url", url.error()));
  if (url->target != "/") {
    return Fail(reader.Wrong("url",
                             "url is a server, http://host:port, without a path: /ping and "
                             "/invocations are asked of it"));
  }
  return std::optional<HttpUrl>(std::move(*url));
}

FileResult<Runner> ReadRunner(const std::string& file, const YamlNode& node) {
  MapReader reader(file, node, "a runner");
  Runner runner;
  runner.kind = TRY(ReadKind(reader));
  runner.name = TRY(reader.Text("name")).value_or("*");
  runner.image = TRY(reader.Text("image")).value_or("*");
  runner.command = TRY(ReadCommand(reader));
  runner.url = TRY(ReadUrl(reader));
  runner.environment = TRY(reader.Texts("environment"));
  runner.folder = TRY(reader.Text("folder")).value_or("");
  runner.hyperparameters_as_arguments = TRY(reader.Flag("hyperparameters_as_arguments", false));
  TRY(reader.Finish());
  if (runner.command.empty() == !runner.url) {
    return Fail(reader.Wrong("kind", "a runner needs a command or a url, and not both"));
  }
  const bool is_job =
      runner.kind == RunnerKind::kTraining || runner.kind == RunnerKind::kProcessing;
  if (is_job && runner.url) {
    return Fail(reader.Wrong("url",
                             "a runner of this kind is a command; a url is for transform "
                             "and endpoint"));
  }
  if (!is_job && runner.hyperparameters_as_arguments) {
    return Fail(reader.Wrong("hyperparameters_as_arguments",
                             "hyperparameters are arguments of training commands; a model has "
                             "none"));
  }
  if (!runner.folder.empty()) {
    runner.folder =
        (std::filesystem::absolute(file).parent_path() / runner.folder).lexically_normal().string();
  }
  return runner;
}

FileResult<std::size_t> ReadParallel(MapReader& reader, std::size_t fallback) {
  const auto text = TRY(reader.Text("parallel"));
  if (!text) return fallback;
  std::size_t parallel = 0;
  const auto read = std::from_chars(text->data(), text->data() + text->size(), parallel);
  if (read.ec != std::errc() || read.ptr != text->data() + text->size() || parallel == 0 ||
      parallel > kMostParallel) {
    return Fail(reader.Wrong("parallel", "parallel is a number from 1 to " +
                                             std::to_string(kMostParallel) + ", not " + *text));
  }
  return parallel;
}

}  // namespace

FileResult<Runners> Runners::Parse(const std::string& file, std::string_view bytes) {
  const YamlNode root = TRY(ReadYaml(file, bytes));
  Runners runners;
  if (root.IsNull()) return runners;
  MapReader reader(file, root, "a file of runners");
  runners.parallel_ = TRY(ReadParallel(reader, runners.parallel_));
  if (const YamlNode* list = TRY(reader.List("runners"))) {
    for (const YamlNode::Entry& entry : list->items) {
      runners.runners_.push_back(TRY(ReadRunner(file, entry.value)));
    }
  }
  TRY(reader.Finish());
  return runners;
}

FileResult<Runners> Runners::Read(const std::string& path) {
  return Parse(path, TRY(ReadYamlBytes(path)));
}

const Runner* Runners::Find(RunnerKind kind, std::string_view name, std::string_view image) const {
  for (const Runner& runner : runners_) {
    if (runner.kind == kind && MatchesGlob(runner.name, name) && MatchesGlob(runner.image, image)) {
      return &runner;
    }
  }
  return nullptr;
}

}  // namespace portside
