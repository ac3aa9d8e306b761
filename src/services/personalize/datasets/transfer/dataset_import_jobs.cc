// SPDX-License-Identifier: Apache-2.0

#include <charconv>
#include <optional>

#include "services/personalize/choices.h"
#include "services/personalize/datasets/transfer/data_source.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/events/attributions.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

// See kMinimumRowsTag. The tag of the job comes before that of the dataset.
Result<std::optional<std::uint64_t>> MinimumRows(const Tags& job_tags, const Resource& dataset) {
  for (const Tags* tags : {&job_tags, &dataset.tags}) {
    const auto tag = tags->find(std::string(kMinimumRowsTag));
    if (tag == tags->end()) continue;
    const std::string& text = tag->second;
    std::uint64_t rows = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rows);
    if (error != std::errc{} || end != text.data() + text.size()) {
      return Fail(InvalidInput("The value of the tag '" + std::string(kMinimumRowsTag) +
                               "' must be a whole number, not '" + text + "'."));
    }
    return rows;
  }
  return std::nullopt;
}

}  // namespace

Result<void> PrepareImportJob(const Json& input, Resource& job, RequestContext& context) {
  const ResourcePtr dataset = TRY(FindResource(kDatasets, input, context));
  const std::string mode = StringOr(input, "importMode", "FULL");
  if (mode == "INCREMENTAL" && !dataset->document.value(kImportedMember, false)) {
    return Fail(InvalidInput("The dataset " + dataset->arn +
                             " has no bulk records yet. You can only specify FULL for importMode "
                             "until an import job has succeeded."));
  }
  const ResourcePtr schema = TRY(FindResource(kSchemas, dataset->document, context));
  const std::string schema_text = StringOr(schema->document, "schema");
  const auto fields = AvroSchema::Parse(schema_text);
  if (!fields) return Fail(InvalidInput("Invalid schema: " + fields.error().Describe() + "."));
  const auto source =
      CheckSource(context.objects, StringOr(input.at("dataSource"), "dataLocation"), *fields);
  if (!source) return Fail(InvalidInput(source.error()));
  const auto minimum = TRY(MinimumRows(job.tags, *dataset));

  job.document["importMode"] = mode;
  job.document[std::string(kSchemaTextMember)] = schema_text;
  job.document[std::string(kLayoutMember)] = dataset->document.value(kLayoutMember, 0);
  job.document[std::string(kDatasetTypeMember)] = dataset->document.at("datasetType");
  if (minimum) job.document[std::string(kMinimumRowsMember)] = *minimum;
  if (input.value("publishAttributionMetricsToS3", false)) {
    job.document[std::string(kAttributionMember)] = TRY(AttributionOrder(*dataset, context));
  }
  return {};
}

}  // namespace portside::personalize
