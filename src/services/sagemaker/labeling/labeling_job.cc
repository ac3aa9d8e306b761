// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/labeling/labeling_job.h"

#include <algorithm>
#include <functional>

#include "portside/base/encoding.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/labeling/annotations.h"
#include "services/sagemaker/labeling/labeling_task.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

template <typename T>
using Step = Expected<T, JobFailure>;
using VisitLine = std::function<Step<void>(std::string_view line, std::uint64_t number)>;

Step<S3Uri> UriOf(const std::string& text) {
  auto uri = S3Uri::Parse(text);
  if (!uri) return Fail(JobFailure{text + " is not an Amazon S3 location."});
  return std::move(*uri);
}

// Each line that is not blank, and its number from 1 on.
Step<void> VisitManifest(const WorkContext& context, const S3Uri& uri, const VisitLine& visit) {
  const auto reader = context.objects.Open(uri.bucket, uri.key);
  if (!reader) return Fail(ToJobFailure(reader.error()));
  ObjectInput input(**reader);
  std::string line;
  std::uint64_t number = 0;
  const auto give = [&]() -> Step<void> {
    ++number;
    const std::string_view text = TrimSpace(line);
    if (!text.empty()) TRY(visit(text, number));
    line.clear();
    return {};
  };
  for (std::string_view piece = input(); !piece.empty(); piece = input()) {
    if (context.stop.stop_requested()) return Fail(JobFailure{"The labeling job was stopped."});
    for (;;) {
      const std::size_t end = piece.find('\n');
      line.append(piece.substr(0, end));
      if (line.size() > limits::kManifestLineBytes) {
        return Fail(JobFailure{"Line " + std::to_string(number + 1) + " of " + uri.ToString() +
                               " has more than " + std::to_string(limits::kManifestLineBytes) +
                               " bytes."});
      }
      if (end == std::string_view::npos) break;
      TRY(give());
      piece.remove_prefix(end + 1);
    }
  }
  return line.empty() ? Step<void>() : give();
}

// The labels of LabelCategoryConfig, in their order.
Step<std::vector<std::string>> ReadCategories(const WorkContext& context) {
  const S3Uri uri = TRY(UriOf(StringOr(context.job.document, "LabelCategoryConfigS3Uri")));
  const auto text = context.objects.ReadAll(uri, limits::kLabelCategoryBytes);
  if (!text) return Fail(ToJobFailure(text.error()));
  const std::optional<Json> config = ParseJson(*text);
  std::vector<std::string> categories;
  if (config && config->is_object()) {
    const Json labels = config->value("labels", Json::array());
    for (const Json& label : labels) {
      const std::string name = label.is_object() ? StringOr(label, "label") : "";
      if (!name.empty()) categories.push_back(name);
    }
  }
  if (!categories.empty()) return categories;
  return Fail(JobFailure{"The label category configuration " + uri.ToString() +
                         " has no labels. Use a form like {\"document-version\": \"2018-11-28\", "
                         "\"labels\": [{\"label\": \"dog\"}]}."});
}

// How many objects may be labelled (StoppingConditions). For a percentage they are counted first.
Step<std::uint64_t> MostLabels(const WorkContext& context, const S3Uri& manifest) {
  const Json conditions = context.job.document.value("StoppingConditions", Json::object());
  auto most = conditions.value("MaxHumanLabeledObjectCount", ~std::uint64_t{0});
  if (!conditions.contains("MaxPercentageOfInputDatasetLabeled")) return most;
  std::uint64_t count = 0;
  const auto add = [&count](std::string_view, std::uint64_t) -> Step<void> {
    ++count;
    return {};
  };
  TRY(VisitManifest(context, manifest, add));
  const auto share = conditions.value("MaxPercentageOfInputDatasetLabeled", std::uint64_t{100});
  return std::min(most, count * share / 100);
}

// Writes the output manifest and counts.
class OutputManifest {
 public:
  OutputManifest(const WorkContext& context, LabelFacts facts, S3Uri folder)
      : context_(context),
        folder_(std::move(folder)),
        facts_(std::move(facts)),
        attribute_(StringOr(context.job.document, "LabelAttributeName")),
        first_(context.random.Below(std::max<std::size_t>(1, facts_.categories.size()))),
        annotations_(context, facts_, folder_) {}

  Step<WorkOutput> Write(const S3Uri& manifest, std::uint64_t most) {
    const Json& config = context_.job.document.at("OutputConfig");
    const S3Uri target = folder_.Join("manifests/output/output.manifest");
    auto writer = context_.objects.Put(
        target.bucket, target.key,
        OutputAttributes(context_.job, "application/octet-stream", StringOr(config, "KmsKeyId")));
    if (!writer) return Fail(ToJobFailure(writer.error()));
    ObjectOutput output(std::move(*writer));
    const auto write = [&](std::string_view line, std::uint64_t number) -> Step<void> {
      output.text() += TRY(LineOf(line, number, manifest, most));
      output.text() += '\n';
      output.Pass();
      if (!output.result()) return Fail(ToJobFailure(output.result().error()));
      return {};
    };
    TRY(VisitManifest(context_, manifest, write));
    TRY(annotations_.Commit());
    const auto committed = output.Commit();
    if (!committed) return Fail(ToJobFailure(committed.error()));
    WorkOutput result;
    result.document["LabelCounters"] = {{"TotalLabeled", labeled_},
                                        {"HumanLabeled", labeled_},
                                        {"MachineLabeled", 0},
                                        {"FailedNonRetryableError", failed_},
                                        {"Unlabeled", unlabeled_}};
    result.document["LabelingJobOutput"] = {{"OutputDatasetS3Uri", target.ToString()}};
    return result;
  }

 private:
  // The input's line and the label behind it.
  Step<std::string> LineOf(std::string_view line, std::uint64_t number, const S3Uri& manifest,
                           std::uint64_t most) {
    std::optional<Json> object = ParseJson(line);
    const bool is_object = object && object->is_object() &&
                           (object->contains("source-ref") || object->contains("source"));
    if (!is_object) {
      return Fail(JobFailure{"Line " + std::to_string(number) + " of the manifest " +
                             manifest.ToString() +
                             " is no JSON object with source-ref or source."});
    }
    const std::uint64_t id = labeled_ + failed_ + unlabeled_;
    if (labeled_ + failed_ >= most) {
      ++unlabeled_;
      return std::string(line);
    }
    const std::string metadata_name = attribute_ + "-metadata";
    const bool is_there = object->contains(attribute_) || object->contains(metadata_name);
    object->erase(attribute_);
    object->erase(metadata_name);
    // What was there stays as it was written.
    std::string text = is_there ? DumpJson(*object) : std::string(line);
    text.resize(text.rfind('}'));
    const std::optional<PictureSize> size = SizeOf(*object);
    if (!size) {
      ++failed_;
      const Json metadata = FailureMetadata(
          facts_, "ClientError: The object is no PNG or JPEG file that can be read.");
      return text + "," + DumpJson(Json(metadata_name)) + ":" + DumpJson(metadata) + "}";
    }
    const Label label = LabelOf(facts_, first_ + labeled_, *size);
    ++labeled_;
    TRY(annotations_.Add(
        {.id = id, .line = line, .members = *object, .label = label, .size = *size}));
    return text + "," + DumpJson(Json(attribute_)) + ":" + DumpJson(label.value) + "," +
           DumpJson(Json(metadata_name)) + ":" + DumpJson(label.metadata) + "}";
  }

  // Nothing: the picture in which a box is to be cannot be read.
  [[nodiscard]] std::optional<PictureSize> SizeOf(const Json& object) const {
    if (!facts_.task->has_boxes) return PictureSize{};
    const auto uri = S3Uri::Parse(StringOr(object, "source-ref"));
    if (!uri) return std::nullopt;
    const auto reader = context_.objects.Open(uri->bucket, uri->key);
    if (!reader) return std::nullopt;
    ObjectInput input(**reader);
    return SizeOfPicture(input());
  }

  const WorkContext& context_;
  const S3Uri folder_;  // of all that the job writes
  const LabelFacts facts_;
  const std::string attribute_;
  const std::uint64_t first_;
  Annotations annotations_;
  std::uint64_t labeled_ = 0, failed_ = 0, unlabeled_ = 0;
};

Step<S3Uri> ManifestOf(const WorkContext& context) {
  const Json& document = context.job.document;
  const Json::json_pointer pointer("/InputConfig/DataSource/S3DataSource/ManifestS3Uri");
  return UriOf(document.contains(pointer) ? document.at(pointer).get<std::string>() : "");
}

Step<S3Uri> FolderOf(const WorkContext& context) {
  const Json& config = context.job.document.at("OutputConfig");
  return TRY(UriOf(StringOr(config, "S3OutputPath"))).Join(context.job.name);
}

LabelFacts FactsOf(const WorkContext& context) {
  const Json config = context.job.document.value("HumanTaskConfig", Json::object());
  LabelFacts facts{.task = FindTask(config), .categories = {}, .job_name = context.job.name};
  facts.created = FormatIso8601(context.now, 6);
  if (facts.created.ends_with('Z')) facts.created.pop_back();
  facts.is_single = config.value("NumberOfHumanWorkersPerDataObject", 1) == 1;
  return facts;
}

}  // namespace

WorkResult LabelObjects(WorkContext& context) {
  const S3Uri manifest = TRY(ManifestOf(context));
  LabelFacts facts = FactsOf(context);
  // Create has made sure of it.
  if (facts.task == nullptr) return Fail(JobFailure{"The task type is not emulated."});
  facts.categories = TRY(ReadCategories(context));
  const std::uint64_t most = TRY(MostLabels(context, manifest));
  return OutputManifest(context, std::move(facts), TRY(FolderOf(context))).Write(manifest, most);
}

WorkResult LeaveUnlabeled(WorkContext& context) {
  const S3Uri manifest = TRY(ManifestOf(context));
  return OutputManifest(context, FactsOf(context), TRY(FolderOf(context))).Write(manifest, 0);
}

}  // namespace portside::sagemaker
