// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/neo_frameworks.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

#include "portside/base/json.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kWrongFramework =
    " Please make sure the framework you select is correct.";

using Problem = std::optional<std::string>;
using Members = std::span<const ArchiveFile>;

// Names in a failure reason, which is at most 1024 characters long.
constexpr std::size_t kNamesInReason = 5;

// "Exactly one file with one of these extensions".
struct OneFileRule {
  std::string_view framework;
  std::string_view extensions[2];  // the second may be empty
  std::string_view none;
  std::string_view many;
};

constexpr OneFileRule kOneFileRules[] = {
    {"PYTORCH",
     {".pth", ".pt"},
     "No pth file found for PyTorch model."
     " Please make sure the framework you select is correct.",
     "Exactly one .pth file is allowed for PyTorch models."},
    {"ONNX",
     {".onnx", ""},
     "No .onnx file found for ONNX model."
     " Please make sure the framework you select is correct.",
     "Exactly one .onnx file is allowed for ONNX models."},
    {"TFLITE",
     {".tflite", ""},
     "No valid TFLite model found in input file."
     " Please make sure the framework you selected is correct.",
     "Exactly one .tflite file is allowed for TFLite models."},
    {"DARKNET",
     {".cfg", ""},
     "No .cfg file found for DarkNet model."
     " Please make sure the framework you select is correct.",
     "Exactly one .cfg file is allowed for DarkNet models."},
    {"DARKNET",
     {".weights", ""},
     "No .weights file found for DarkNet model."
     " Please make sure the framework you select is correct.",
     "Exactly one .weights file is allowed for DarkNet models."},
    {"SKLEARN",
     {".joblib", ""},
     "No .joblib file found for Scikit-Learn model."
     " Please make sure the framework you select is correct.",
     "Exactly one .joblib file is allowed for Scikit-Learn models."},
};

std::string InputConfiguration(std::string_view text) {
  return "InputConfiguration: " + std::string(text);
}

bool IsTopLevel(std::string_view path) { return path.find('/') == path.npos; }

std::string_view FileName(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

// The model files lie at the top level of the archive (developer guide); code/ and the like beside
// them is not looked at.
std::vector<std::string_view> TopLevel(Members members, std::string_view extension) {
  std::vector<std::string_view> found;
  for (const ArchiveFile& member : members) {
    if (IsTopLevel(member.path) && member.path.ends_with(extension)) found.push_back(member.path);
  }
  return found;
}

// ['a.h5', 'b.h5'], as the loader (a Python program) prints a list.
std::string PythonList(std::span<const std::string_view> names) {
  std::string text = "[";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += ", ";
    if (i == kNamesInReason) {
      text += "and " + std::to_string(names.size() - i) + " more";
      break;
    }
    text += "'" + std::string(names[i]) + "'";
  }
  return text + "]";
}

Problem CheckOneFileRule(const OneFileRule& rule, Members members) {
  std::size_t count = TopLevel(members, rule.extensions[0]).size();
  if (!rule.extensions[1].empty()) count += TopLevel(members, rule.extensions[1]).size();
  if (count == 0) return InputConfiguration(rule.none);
  if (count > 1) return InputConfiguration(rule.many);
  return std::nullopt;
}

Problem CheckKeras(Members members, std::string_view source) {
  const std::vector<std::string_view> models = TopLevel(members, ".h5");
  if (models.empty()) {
    return InputConfiguration("No h5 file provided in " + std::string(source));
  }
  if (models.size() > 1) {
    return InputConfiguration("Multiple h5 files provided, " + PythonList(models) +
                              ", when only one is allowed");
  }
  return std::nullopt;
}

Problem CheckMxnet(Members members) {
  constexpr std::string_view kSymbol = "-symbol.json";
  const std::vector<std::string_view> symbols = TopLevel(members, kSymbol);
  const std::vector<std::string_view> params = TopLevel(members, ".params");
  if (symbols.empty()) {
    return InputConfiguration("No valid Mxnet model file -symbol.json found.") +
           std::string(kWrongFramework);
  }
  if (symbols.size() > 1) {
    return InputConfiguration("Only one symbol file is allowed for MXNet model.") +
           std::string(kWrongFramework);
  }
  if (params.empty()) {
    return InputConfiguration("No valid Mxnet model file .params found.") +
           std::string(kWrongFramework);
  }
  if (params.size() > 1) {
    return InputConfiguration("Only one parameter file is allowed for MXNet model.") +
           std::string(kWrongFramework);
  }
  const std::string_view prefix = symbols[0].substr(0, symbols[0].size() - kSymbol.size());
  if (!params[0].starts_with(prefix)) {
    return InputConfiguration(
        "No parameter file found for MXNet model: " + std::string(symbols[0]) +
        " Please make sure the prefix of params file match the prefix of "
        "symbol file.");
  }
  return std::nullopt;
}

// The directories that are a SavedModel: those with a directory `variables`. "" is the top.
std::set<std::string_view> SavedModelDirectories(Members members) {
  constexpr std::string_view kVariables = "variables/";
  std::set<std::string_view> directories;
  for (const ArchiveFile& member : members) {
    const std::string_view path = member.path;
    if (path.starts_with(kVariables)) directories.insert(std::string_view());
    const auto inner = path.find("/variables/");
    if (inner != path.npos) directories.insert(path.substr(0, inner));
  }
  return directories;
}

// What Keras writes beside saved_model.pb, and a model's own assets, are no graphs.
bool IsGraph(std::string_view path) {
  const std::string_view name = FileName(path);
  if (!name.ends_with(".pb") && !name.ends_with(".pbtxt")) return false;
  if (name == "keras_metadata.pb" || name == "fingerprint.pb") return false;
  return !path.starts_with("assets/") && path.find("/assets/") == path.npos;
}

// A frozen graph or a SavedModel, at any depth: SageMaker's own TensorFlow containers put theirs
// under export/Servo/<number>.
Problem CheckTensorFlow(Members members) {
  std::size_t graphs = 0;
  for (const ArchiveFile& member : members) {
    if (FileName(member.path) == "checkpoint") {
      return InputConfiguration("TF Checkpoints are not supported.") + std::string(kWrongFramework);
    }
    if (IsGraph(member.path)) ++graphs;
  }
  if (SavedModelDirectories(members).size() > 1) {
    return InputConfiguration("Exactly one saved model is allowed for TensorFlow models.");
  }
  if (graphs > 1) {
    return InputConfiguration("Exactly one .pb or .pbtxt file is allowed for TensorFlow models.");
  }
  if (graphs == 0) {
    return InputConfiguration("No valid TensorFlow model found in input files.") +
           std::string(kWrongFramework);
  }
  return std::nullopt;
}

const ArchiveFile* FindXgboostModel(Members members) {
  const ArchiveFile* only = nullptr;
  const ArchiveFile* first_of_many = nullptr;
  std::size_t count = 0;
  for (const ArchiveFile& member : members) {
    if (!IsTopLevel(member.path)) continue;
    ++count;
    only = &member;
    if (member.path.ends_with("xgboost-model-0")) first_of_many = &member;
  }
  return count == 1 ? only : first_of_many;
}

// The extension does not matter. Of the models of a cross validation the first one counts.
Problem CheckXgboost(Members members) {
  if (FindXgboostModel(members) != nullptr) return std::nullopt;
  return InputConfiguration("Invalid XGBoost model: only one XGBoost model file is allowed.") +
         std::string(kWrongFramework);
}

// The text at /learner/learner_model_param/num_feature of an XGBoost model, found while it is read:
// a tree of the model would be twenty times as large as its text.
class FeatureCount final : public Json::json_sax_t {
 public:
  static std::optional<std::string> Find(std::string_view text) {
    if (!text.starts_with('{')) return std::nullopt;
    FeatureCount reader;
    if (!Json::sax_parse(text, &reader)) return std::nullopt;
    return reader.found_;
  }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t& text) override {
    if (depth_ == std::size(kPath) && on_path_ == depth_ && key_ == kPath[depth_ - 1]) {
      found_ = text;
    }
    return true;
  }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    // The path goes on where the key above is its next one.
    const bool goes_on = depth_ == 0 || (on_path_ == depth_ && depth_ <= std::size(kPath) - 1 &&
                                         key_ == kPath[depth_ - 1]);
    ++depth_;
    if (goes_on) on_path_ = depth_;
    return true;
  }
  bool key(string_t& name) override {
    if (depth_ == on_path_) key_ = name;
    return true;
  }
  bool end_object() override { return Leave(); }
  bool start_array(std::size_t) override {
    ++depth_;
    return true;
  }
  bool end_array() override { return Leave(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

 private:
  static constexpr std::string_view kPath[] = {"learner", "learner_model_param", "num_feature"};

  bool Leave() {
    --depth_;
    on_path_ = std::min(on_path_, depth_);
    return true;
  }

  std::size_t depth_ = 0;    // objects and arrays that are open
  std::size_t on_path_ = 0;  // so many of them, from the outermost on, are on the path
  std::string key_;
  std::optional<std::string> found_;
};

}  // namespace

std::optional<std::string> CheckModelFiles(std::string_view framework, Members members,
                                           std::string_view source) {
  if (members.empty()) return InputConfiguration("No model file found.");
  if (framework == "TENSORFLOW") return CheckTensorFlow(members);
  if (framework == "KERAS") return CheckKeras(members, source);
  if (framework == "MXNET") return CheckMxnet(members);
  if (framework == "XGBOOST") return CheckXgboost(members);
  for (const OneFileRule& rule : kOneFileRules) {
    if (rule.framework != framework) continue;
    if (Problem problem = CheckOneFileRule(rule, members)) return problem;
  }
  return std::nullopt;
}

bool DerivesDataInputConfig(std::string_view framework, std::string_view framework_version,
                            std::string_view target_device) {
  if (framework == "XGBOOST") return true;
  return framework == "PYTORCH" && target_device.starts_with("ml_") && !framework_version.empty() &&
         framework_version[0] >= '2' && framework_version[0] <= '9';
}

std::optional<std::string> DeriveDataInputConfig(std::string_view framework,
                                                 const ModelArchive& archive) {
  if (framework != "XGBOOST") return std::nullopt;
  const ArchiveFile* model = FindXgboostModel(archive.files());
  if (model == nullptr || model->size > limits::kDerivedModelBytes) return std::nullopt;
  std::string text;
  if (!archive.Read(*model, [&text](std::string_view piece) { text += piece; })) {
    return std::nullopt;
  }
  const std::optional<std::string> found = FeatureCount::Find(text);
  if (!found) return std::nullopt;
  std::int64_t features = 0;
  const auto [end, error] = std::from_chars(found->data(), found->data() + found->size(), features);
  if (error != std::errc() || end != found->data() + found->size() || features < 1) {
    return std::nullopt;
  }
  return DumpJson({{"data", {-1, features}}});
}

}  // namespace portside::sagemaker
