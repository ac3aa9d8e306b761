// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/labeling/labeling_task.h"

#include <algorithm>

namespace portside::sagemaker {
namespace {

constexpr LabelingTask kTasks[] = {
    {.function = "ImageMultiClass",
     .type = "groundtruth/image-classification",
     .form = "crowd-image-classifier"},
    {.function = "ImageMultiClassMultiLabel",
     .type = "groundtruth/image-classification-multilabel",
     .form = "crowd-image-classifier-multi-select",
     .is_multi = true},
    {.function = "TextMultiClass",
     .type = "groundtruth/text-classification",
     .form = "crowd-classifier"},
    {.function = "TextMultiClassMultiLabel",
     .type = "groundtruth/text-classification-multilabel",
     .form = "crowd-classifier-multi-select",
     .is_multi = true},
    {.function = "BoundingBox",
     .type = "groundtruth/object-detection",
     .form = "boundingBox",
     .has_boxes = true},
};
// Of the user's own functions and forms nothing can be known; the type is the developer guide's.
constexpr LabelingTask kCustom{
    .function = "", .type = "groundtruth/custom", .form = "crowd-classifier"};

// Built-in tasks whose labels are files of their own.
constexpr std::string_view kReferenceTasks[] = {
    "SemanticSegmentation",        "VideoObjectDetection",       "VideoObjectTracking",
    "3DPointCloudObjectDetection", "3DPointCloudObjectTracking", "3DPointCloudSemanticSegmentation",
};
constexpr std::string_view kOwnPrefixes[] = {"PRE-", "ACS-"};

// "ImageMultiClass" of "arn:aws:lambda:us-west-2:081040173940:function:ACS-ImageMultiClass"; empty
// where the function is not AWS's.
std::string BuiltInName(const std::string& arn) {
  const std::string name = arn.substr(arn.rfind(':') + 1);
  for (const std::string_view prefix : kOwnPrefixes) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return "";
}

std::string BuiltInNameOf(const Json& config) {
  const Json consolidation = config.value("AnnotationConsolidationConfig", Json::object());
  const std::string name = BuiltInName(StringOr(consolidation, "AnnotationConsolidationLambdaArn"));
  return name.empty() ? BuiltInName(StringOr(config, "PreHumanTaskLambdaArn")) : name;
}

std::uint32_t Number(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}

std::optional<PictureSize> SizeOfPng(std::string_view bytes) {
  if (bytes.size() < 26 || bytes.substr(12, 4) != "IHDR") return std::nullopt;
  constexpr int kSamples[] = {1, 0, 3, 3, 2, 0, 4};  // by the colour type; 3 is a palette
  const std::uint32_t colour = Number(bytes, 25, 1);
  return PictureSize{Number(bytes, 16, 4), Number(bytes, 20, 4),
                     colour < std::size(kSamples) ? kSamples[colour] : 3};
}

// Segment after segment, up to the one that begins the frame.
std::optional<PictureSize> SizeOfJpeg(std::string_view bytes) {
  std::size_t at = 2;
  while (at + 10 <= bytes.size() && bytes[at] == '\xff') {
    const std::uint32_t marker = Number(bytes, at + 1, 1);
    const bool begins_frame =
        marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    if (begins_frame) {
      return PictureSize{Number(bytes, at + 7, 2), Number(bytes, at + 5, 2),
                         static_cast<int>(Number(bytes, at + 9, 1))};
    }
    at += 2 + Number(bytes, at + 2, 2);
  }
  return std::nullopt;
}

Json Metadata(const LabelFacts& facts) {
  return {{"job-name", "labeling-job/" + facts.job_name},
          {"type", facts.task->type},
          {"human-annotated", "yes"},
          {"creation-date", facts.created}};
}

// "Confidence is meaningless with one worker": 0. Several workers are of one mind here.
double ConfidenceOf(const LabelFacts& facts) { return facts.is_single ? 0.0 : 1.0; }

// The middle of the picture, half as wide and high.
Json BoxesOf(const PictureSize& size, std::size_t category) {
  const Json image = {{"width", size.width}, {"height", size.height}, {"depth", size.depth}};
  const Json box = {{"class_id", category},
                    {"left", size.width / 4},
                    {"top", size.height / 4},
                    {"width", std::max(1U, size.width / 2)},
                    {"height", std::max(1U, size.height / 2)}};
  return {{"image_size", Json::array({image})}, {"annotations", Json::array({box})}};
}

}  // namespace

const LabelingTask* FindTask(const Json& human_task_config) {
  const std::string name = BuiltInNameOf(human_task_config);
  if (name.empty()) return &kCustom;
  for (const LabelingTask& task : kTasks) {
    if (task.function == name) return &task;
  }
  return nullptr;
}

bool NeedsReference(const Json& human_task_config) {
  const std::string name = BuiltInNameOf(human_task_config);
  return std::any_of(std::begin(kReferenceTasks), std::end(kReferenceTasks),
                     [&name](std::string_view task) { return name == task; });
}

std::optional<PictureSize> SizeOfPicture(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return SizeOfPng(bytes);
  if (bytes.starts_with("\xff\xd8")) return SizeOfJpeg(bytes);
  return std::nullopt;
}

Label LabelOf(const LabelFacts& facts, std::uint64_t turn, const PictureSize& size) {
  const auto category = static_cast<std::size_t>(turn % facts.categories.size());
  const std::string& name = facts.categories[category];
  const std::string key = std::to_string(category);
  const double confidence = ConfidenceOf(facts);
  Label label{.value = category, .metadata = Metadata(facts), .name = name};
  if (facts.task->has_boxes) {
    label.value = BoxesOf(size, category);
    label.metadata["objects"] = Json::array({{{"confidence", confidence}}});
    label.metadata["class-map"] = {{key, name}};
  } else if (facts.task->is_multi) {
    label.value = Json::array({category});
    label.metadata["class-map"] = {{key, name}};
    label.metadata["confidence-map"] = {{key, confidence}};
  } else {
    label.metadata["class-name"] = name;
    label.metadata["confidence"] = confidence;
  }
  return label;
}

Json FailureMetadata(const LabelFacts& facts, const std::string& reason) {
  Json metadata = Metadata(facts);
  metadata["human-annotated"] = "no";
  metadata["failure-reason"] = reason;
  return metadata;
}

}  // namespace portside::sagemaker
