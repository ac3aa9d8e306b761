// SPDX-License-Identifier: Apache-2.0
//
// What a labeling job keeps of its workers' answers, below <S3OutputPath>/<job>/annotations:
//
//   worker-response/iteration-1/<object>/<time>.json        each worker's answer, as its form has
//   it consolidated-annotation/consolidation-request/iteration-1/<time>.json    a list of objects
//   with
//                                                            their answers, as a Lambda gets it
//   consolidated-annotation/consolidation-response/iteration-1/<time>.json   and as it answers
//   intermediate/1/annotations.json                          the objects by their ids, line by line
//
// Objects are numbered by the manifest from 0 on. Written while the manifest is read; memory is one
// object. Used by the job's work alone.

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "portside/jobs/job_work.h"
#include "portside/objects/s3_uri.h"
#include "services/sagemaker/labeling/labeling_task.h"

namespace portside::sagemaker {

// An object that was labelled.
struct LabeledObject {
  std::uint64_t id;
  std::string_view line;  // of the manifest
  const Json& members;    // the line, parsed
  const Label& label;
  PictureSize size;
};

class Annotations {
 public:
  // `folder` is <S3OutputPath>/<job>. Nothing is written before the first object comes.
  Annotations(const WorkContext& context, const LabelFacts& facts, S3Uri folder);
  ~Annotations();

  Expected<void, JobFailure> Add(const LabeledObject& object);
  // Puts the files of all objects in place.
  Expected<void, JobFailure> Commit();

 private:
  struct Files;

  [[nodiscard]] S3Uri Place(std::string_view rest) const;
  Expected<void, JobFailure> Open();
  Expected<void, JobFailure> PutAnswers(const LabeledObject& object);

  const WorkContext& context_;
  const LabelFacts& facts_;
  const S3Uri folder_;
  const std::string time_;  // "2020-04-05_14:20:40"
  std::unique_ptr<Files> files_;
};

}  // namespace portside::sagemaker
