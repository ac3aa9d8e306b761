// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/neo_frameworks.h"

#include <gtest/gtest.h>

#include <vector>

#include "portside/base/encoding.h"
#include "services/sagemaker/limits.h"
#include "services/sagemaker/model_archives.h"

namespace portside::sagemaker {
namespace {

std::vector<ArchiveFile> Files(std::string_view paths) {
  std::vector<ArchiveFile> files;
  for (const std::string_view path : Split(paths, ' ')) {
    if (!path.empty()) files.push_back({std::string(path), "", 1, files.size()});
  }
  return files;
}

std::string Problem(std::string_view framework, std::string_view paths) {
  return CheckModelFiles(framework, Files(paths), "s3://b/model.tar.gz").value_or("");
}

struct Case {
  const char* framework;
  const char* paths;
  const char* problem;  // "" where the files are right
};

const Case kRight[] = {{"TENSORFLOW", "frozen.pb", ""},
                       {"TENSORFLOW", "frozen.pbtxt", ""},
                       {"TENSORFLOW", "saved_model.pb variables/variables.index", ""},
                       {"TENSORFLOW",
                        "export/Servo/1/saved_model.pb export/Servo/1/keras_metadata.pb "
                        "export/Servo/1/fingerprint.pb export/Servo/1/assets/labels.pbtxt "
                        "export/Servo/1/variables/variables.index",
                        ""},
                       {"KERAS", "model.h5 labels.txt", ""},
                       {"MXNET", "net-symbol.json net-0000.params model-shapes.json", ""},
                       {"PYTORCH", "model.pth code/inference.py code/old.pth", ""},
                       {"PYTORCH", "model.pt", ""},
                       {"ONNX", "model.onnx", ""},
                       {"TFLITE", "model.tflite", ""},
                       {"DARKNET", "yolo.cfg yolo.weights", ""},
                       {"SKLEARN", "model.joblib", ""},
                       {"XGBOOST", "anything", ""},
                       {"XGBOOST", "xgboost-model-0 xgboost-model-1", ""}};

TEST(CheckModelFilesTest, FilesThatNeoTakesAreTaken) {
  for (const Case& c : kRight) {
    EXPECT_EQ(Problem(c.framework, c.paths), "") << c.framework << ": " << c.paths;
  }
}

const Case kWrong[] = {
    {"ONNX", "", "InputConfiguration: No model file found."},
    {"TENSORFLOW", "a.pb b.pbtxt",
     "InputConfiguration: Exactly one .pb or .pbtxt file is allowed for TensorFlow "
     "models."},
    {"TENSORFLOW", "model.h5",
     "InputConfiguration: No valid TensorFlow model found in input files. Please make sure "
     "the framework you select is correct."},
    {"TENSORFLOW", "a/saved_model.pb a/variables/v b/variables/v",
     "InputConfiguration: Exactly one saved model is allowed for TensorFlow models."},
    {"TENSORFLOW", "ckpt/checkpoint ckpt/model.index",
     "InputConfiguration: TF Checkpoints are not supported. Please make sure the framework "
     "you select is correct."},
    {"KERAS", "sub/model.h5", "InputConfiguration: No h5 file provided in s3://b/model.tar.gz"},
    {"KERAS", "a.h5 b.h5",
     "InputConfiguration: Multiple h5 files provided, ['a.h5', 'b.h5'], when only one is "
     "allowed"},
    {"KERAS", "1.h5 2.h5 3.h5 4.h5 5.h5 6.h5 7.h5",
     "InputConfiguration: Multiple h5 files provided, ['1.h5', '2.h5', '3.h5', '4.h5', "
     "'5.h5', and 2 more], when only one is allowed"},
    {"MXNET", "net-0000.params",
     "InputConfiguration: No valid Mxnet model file -symbol.json found. Please make sure "
     "the framework you select is correct."},
    {"MXNET", "a-symbol.json b-symbol.json a-0000.params",
     "InputConfiguration: Only one symbol file is allowed for MXNet model. Please make "
     "sure the framework you select is correct."},
    {"MXNET", "net-symbol.json",
     "InputConfiguration: No valid Mxnet model file .params found. Please make sure the "
     "framework you select is correct."},
    {"MXNET", "net-symbol.json net-0000.params net-0001.params",
     "InputConfiguration: Only one parameter file is allowed for MXNet model. Please make "
     "sure the framework you select is correct."},
    {"MXNET", "net-symbol.json other-0000.params",
     "InputConfiguration: No parameter file found for MXNet model: net-symbol.json Please "
     "make sure the prefix of params file match the prefix of symbol file."},
    {"PYTORCH", "model.h5",
     "InputConfiguration: No pth file found for PyTorch model. Please make sure the "
     "framework you select is correct."},
    {"PYTORCH", "a.pth b.pt",
     "InputConfiguration: Exactly one .pth file is allowed for PyTorch models."},
    {"ONNX", "a.onnx b.onnx",
     "InputConfiguration: Exactly one .onnx file is allowed for ONNX models."},
    {"TFLITE", "model.pb",
     "InputConfiguration: No valid TFLite model found in input file. Please make sure the "
     "framework you selected is correct."},
    {"DARKNET", "yolo.cfg",
     "InputConfiguration: No .weights file found for DarkNet model. Please make sure the "
     "framework you select is correct."},
    {"DARKNET", "a.cfg b.cfg a.weights",
     "InputConfiguration: Exactly one .cfg file is allowed for DarkNet models."},
    {"SKLEARN", "model.pkl",
     "InputConfiguration: No .joblib file found for Scikit-Learn model. Please make sure "
     "the framework you select is correct."},
    {"XGBOOST", "a b",
     "InputConfiguration: Invalid XGBoost model: only one XGBoost model file is allowed. "
     "Please make sure the framework you select is correct."}};

TEST(CheckModelFilesTest, FilesThatNeoRefusesAreRefusedInItsWords) {
  for (const Case& c : kWrong) {
    EXPECT_EQ(Problem(c.framework, c.paths), c.problem) << c.framework << ": " << c.paths;
  }
}

TEST(DerivesDataInputConfigTest, OnlyWhereTheDeveloperGuideSaysSo) {
  EXPECT_TRUE(DerivesDataInputConfig("XGBOOST", "", "rasp3b"));
  EXPECT_TRUE(DerivesDataInputConfig("PYTORCH", "2.0", "ml_c5"));
  EXPECT_FALSE(DerivesDataInputConfig("PYTORCH", "1.13", "ml_c5"));
  EXPECT_FALSE(DerivesDataInputConfig("PYTORCH", "", "ml_c5"));
  EXPECT_FALSE(DerivesDataInputConfig("PYTORCH", "2.0", "jetson_nano"));
  EXPECT_FALSE(DerivesDataInputConfig("TENSORFLOW", "2.9", "ml_c5"));
}

TEST(DeriveDataInputConfigTest, ReadsTheFeatureCountOfAnXgboostJsonModel) {
  const auto derive = [](const std::string& text) {
    const std::vector<TarMember> model = {{"xgboost-model", text}};
    return DeriveDataInputConfig("XGBOOST", *Examined(model)).value_or("");
  };
  EXPECT_EQ(derive(R"({"learner":{"learner_model_param":{"num_feature":"127"}}})"),
            R"({"data":[-1,127]})");
  for (const char* other :
       {"binf\x01", "{", R"({"learner":[]})", R"({"learner":{"learner_model_param":[1]}})",
        R"({"learner":{"learner_model_param":{"num_feature":"many"}}})",
        R"({"learner":{"learner_model_param":{"num_feature":"0"}}})",
        R"({"learner":{"learner_model_param":{"num_feature":127}}})",
        R"({"learner":{"other":{"num_feature":"127"}}})", R"({"num_feature":"127"})",
        R"({"learner":[{"learner_model_param":{"num_feature":"127"}}]})",
        R"({"learner":{"x":{"learner_model_param":{"num_feature":"127"}}}})"}) {
    EXPECT_EQ(derive(other), "") << other;
  }
  EXPECT_EQ(derive(R"({"version":[1,7],"learner":{"a":{"b":[{"learner_model_param":{}}]},)"
                   R"("learner_model_param":{"base":"0.5","deep":{"num_feature":"9"},)"
                   R"("num_feature":"4"},"z":{"num_feature":"8"}}})"),
            R"({"data":[-1,4]})");
  EXPECT_EQ(derive("{\"trees\":\"" + std::string(limits::kDerivedModelBytes, 't') + "\"}"), "");
}

}  // namespace
}  // namespace portside::sagemaker
