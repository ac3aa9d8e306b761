// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/labeling/annotations.h"

#include <algorithm>

#include "portside/base/random.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"

namespace portside::sagemaker {
namespace {

using Done = Expected<void, JobFailure>;

std::string KmsKeyOf(const WorkContext& context) {
  return StringOr(context.job.document.at("OutputConfig"), "KmsKeyId");
}

// As recorded names have it: "2020-04-05_14:20:40".
std::string FileTime(Timestamp now) {
  std::string text = FormatIso8601(now, 0);
  std::replace(text.begin(), text.end(), 'T', '_');
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

// A worker of the team, by number: the same in all its jobs.
struct Worker {
  std::string id;       // "private.us-west-2.166160a28ba80787"
  std::string subject;  // of the identity provider
};
Worker WorkerOf(const WorkContext& context, int number) {
  Random random(StableHash(context.job.parent + "#" + std::to_string(number), context.seed));
  return {"private." + context.job.region + "." + random.Hex(16), random.Uuid()};
}

int WorkersOf(const WorkContext& context) {
  return context.job.document.value("HumanTaskConfig", Json::object())
      .value("NumberOfHumanWorkersPerDataObject", 1);
}

// What the form of a built-in task sends for a label.
Json ContentOf(const LabelFacts& facts, const LabeledObject& object) {
  const std::string& name = object.label.name;
  const std::string form(facts.task->form);
  if (!facts.task->has_boxes) {
    return facts.task->is_multi ? Json{{form, {{"labels", Json::array({name})}}}}
                                : Json{{form, {{"label", name}}}};
  }
  Json boxes = object.label.value.at("annotations");
  for (Json& box : boxes) {
    box.erase("class_id");
    box["label"] = name;
  }
  return {
      {form,
       {{"boundingBoxes", std::move(boxes)},
        {"inputImageProperties", {{"width", object.size.width}, {"height", object.size.height}}}}}};
}

Json DataOf(const Json& members) {
  if (members.contains("source-ref")) return {{"s3Uri", members.at("source-ref")}};
  return {{"content", members.at("source")}};
}

}  // namespace

// Those that all objects share.
struct Annotations::Files {
  ObjectOutput request, response, objects;
  bool is_first = true;
};

Annotations::Annotations(const WorkContext& context, const LabelFacts& facts, S3Uri folder)
    : context_(context), facts_(facts), folder_(std::move(folder)), time_(FileTime(context.now)) {}

Annotations::~Annotations() = default;

S3Uri Annotations::Place(std::string_view rest) const {
  return folder_.Join("annotations/" + std::string(rest));
}

Done Annotations::Open() {
  const auto open =
      [&](const std::string& rest) -> Expected<std::unique_ptr<ObjectWriter>, JobFailure> {
    const S3Uri target = Place(rest);
    auto writer = context_.objects.Put(
        target.bucket, target.key,
        OutputAttributes(context_.job, "application/json", KmsKeyOf(context_)));
    if (!writer) return Fail(ToJobFailure(writer.error()));
    return std::move(*writer);
  };
  const std::string consolidation = "consolidated-annotation/consolidation-";
  const std::string file = "/iteration-1/" + time_ + ".json";
  auto request = TRY(open(consolidation + "request" + file));
  auto response = TRY(open(consolidation + "response" + file));
  auto objects = TRY(open("intermediate/1/annotations.json"));
  files_ = std::make_unique<Files>(Files{ObjectOutput(std::move(request)),
                                         ObjectOutput(std::move(response)),
                                         ObjectOutput(std::move(objects))});
  return {};
}

Done Annotations::PutAnswers(const LabeledObject& object) {
  const std::string at = FormatIso8601(context_.now, 3);
  Json answers = Json::array();
  for (int number = 0; number < WorkersOf(context_); ++number) {
    const Worker worker = WorkerOf(context_, number);
    answers.push_back(
        {{"acceptanceTime", at},
         {"answerContent", ContentOf(facts_, object)},
         {"submissionTime", at},
         {"timeSpentInSeconds", 0.0},
         {"workerId", worker.id},
         {"workerMetadata",
          {{"identityData", {{"identityProviderType", "Cognito"}, {"sub", worker.subject}}}}}});
  }
  const auto written = context_.objects.WriteAll(
      Place("worker-response/iteration-1/" + std::to_string(object.id) + "/" + time_ + ".json"),
      DumpJson({{"answers", std::move(answers)}}),
      OutputAttributes(context_.job, "application/json", KmsKeyOf(context_)));
  if (!written) return Fail(ToJobFailure(written.error()));
  return {};
}

Done Annotations::Add(const LabeledObject& object) {
  if (files_ == nullptr) TRY(Open());
  TRY(PutAnswers(object));
  const std::string id = std::to_string(object.id);
  Json annotations = Json::array();
  // The form's answer is a text in this one.
  const std::string content = DumpJson(ContentOf(facts_, object));
  for (int number = 0; number < WorkersOf(context_); ++number) {
    annotations.push_back(
        {{"workerId", WorkerOf(context_, number).id}, {"annotationData", {{"content", content}}}});
  }
  const std::string attribute = StringOr(context_.job.document, "LabelAttributeName");
  const Json request = {{"datasetObjectId", id},
                        {"dataObject", DataOf(object.members)},
                        {"annotations", std::move(annotations)}};
  const Json response = {
      {"datasetObjectId", id},
      {"consolidatedAnnotation",
       {{"content",
         {{attribute, object.label.value}, {attribute + "-metadata", object.label.metadata}}}}}};
  const char* begin = files_->is_first ? "[" : ",";
  files_->is_first = false;
  files_->request.text() += begin + DumpJson(request);
  files_->response.text() += begin + DumpJson(response);
  files_->objects.text() +=
      DumpJson({{"datasetObjectId", id}, {"manifestLine", object.line}}) + "\n";
  for (ObjectOutput* output : {&files_->request, &files_->response, &files_->objects}) {
    output->Pass();
    if (!output->result()) return Fail(ToJobFailure(output->result().error()));
  }
  return {};
}

Done Annotations::Commit() {
  if (files_ == nullptr) return {};
  files_->request.text() += ']';
  files_->response.text() += ']';
  for (ObjectOutput* output : {&files_->request, &files_->response, &files_->objects}) {
    const auto committed = output->Commit();
    if (!committed) return Fail(ToJobFailure(committed.error()));
  }
  return {};
}

}  // namespace portside::sagemaker
