// SPDX-License-Identifier: Apache-2.0
//
// What a labeling job asks of its workers, and what they answer here, where there are none: labels
// out of the job's categories, one after the other.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"

namespace portside::sagemaker {

// A built-in task, as the names of AWS's own Lambda functions have it ("ACS-ImageMultiClass").
struct LabelingTask {
  std::string_view function;
  std::string_view type;   // in the output: "groundtruth/image-classification"
  std::string_view form;   // of its workers: what their answers are called
  bool is_multi = false;   // several labels of one object
  bool has_boxes = false;  // of pictures
};

// The task of HumanTaskConfig, by its Lambda functions; where they are the user's own, one that
// gives a class. Null: a built-in task that is not emulated.
const LabelingTask* FindTask(const Json& human_task_config);
// Whether the label attribute of the task must end in "-ref".
bool NeedsReference(const Json& human_task_config);

struct PictureSize {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int depth = 0;
};
// By the first bytes of a PNG or JPEG file.
std::optional<PictureSize> SizeOfPicture(std::string_view bytes);

// What is known of all labels of a job.
struct LabelFacts {
  const LabelingTask* task;
  std::vector<std::string> categories;  // at least one
  std::string job_name;
  std::string created;    // "2018-10-18T22:18:13.527256"
  bool is_single = true;  // one worker an object: its confidence says nothing
};
// The value of the label attribute, and of its metadata. `turn` decides which category it is;
// `size` is needed for boxes.
struct Label {
  Json value;
  Json metadata;
  std::string name;  // of its category
};
Label LabelOf(const LabelFacts& facts, std::uint64_t turn, const PictureSize& size);
// The metadata of an object that could not be labelled.
Json FailureMetadata(const LabelFacts& facts, const std::string& reason);

}  // namespace portside::sagemaker
