// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/data_capture.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/objects/s3_uri.h"
#include "portside/services/core/output_attributes.h"

namespace portside::sagemaker {
namespace {

constexpr int kWhole = 100;  // percent

bool IsSampled(const Json& config, RequestContext& context) {
  if (!config.value("EnableCapture", true)) return false;
  const int percentage = config.at("InitialSamplingPercentage").get<int>();
  if (percentage >= kWhole) return true;
  return percentage > 0 && context.random().Below(kWhole) < static_cast<unsigned>(percentage);
}

bool Has(const Json& list, const std::string& member, const Json& value) {
  const Json values = list.value(member, Json::array());
  return std::find(values.begin(), values.end(), value) != values.end();
}

// The developer guide: what is of neither list of content types is kept as Base64.
Json Side(const std::string& bytes, const std::string& content_type, const char* mode,
          const Json& config) {
  const Json types = config.value("CaptureContentTypeHeader", Json::object());
  const char* encoding = Has(types, "CsvContentTypes", content_type)    ? "CSV"
                         : Has(types, "JsonContentTypes", content_type) ? "JSON"
                                                                        : "BASE64";
  const bool is_text = std::string(encoding) != "BASE64" && IsValidUtf8(bytes);
  return {{"observedContentType", content_type},
          {"mode", mode},
          {"data", is_text ? bytes : Base64Encode(bytes)},
          {"encoding", is_text ? encoding : "BASE64"}};
}

bool Captures(const Json& config, const char* mode) {
  const Json& options = config.at("CaptureOptions");
  return std::any_of(options.begin(), options.end(), [mode](const Json& option) {
    return option.at("CaptureMode") == mode || option.at("CaptureMode") == "InputAndOutput";
  });
}

std::string Line(const Json& input, const EndpointAnswer& answer, const Json& config,
                 RequestContext& context) {
  Json data = Json::object();
  if (Captures(config, "Input")) {
    data["endpointInput"] =
        Side(StringOr(input, "Body"), StringOr(input, "ContentType"), "INPUT", config);
  }
  if (Captures(config, "Output")) {
    data["endpointOutput"] = Side(answer.body, answer.content_type, "OUTPUT", config);
  }
  Json event = {{"eventId", context.random().Uuid()},
                {"inferenceTime", FormatIso8601(context.now, 0)}};
  if (input.contains("InferenceId")) event["inferenceId"] = input.at("InferenceId");
  return DumpJson({{"captureData", std::move(data)},
                   {"eventMetadata", std::move(event)},
                   {"eventVersion", "0"}}) +
         "\n";
}

std::string UriOf(const Json& config, const Resource& endpoint, const std::string& variant,
                  RequestContext& context) {
  std::string uri = StringOr(config, "DestinationS3Uri");
  if (!uri.ends_with('/')) uri += '/';
  // 2024-01-31T12:34:56.789Z
  std::string time = FormatIso8601(context.now, 3);
  std::string place = FormatUtc(context.now, "%Y/%m/%d/%H/%M-%S-");
  place += time.substr(time.find('.') + 1, 3);
  return uri + endpoint.name + "/" + variant + "/" + place + "-" + context.random().Uuid() +
         ".jsonl";
}

// The batch that collects at the moment, or a new one.
std::string BatchOf(const Json& config, const Resource& endpoint, const std::string& variant,
                    RequestContext& context) {
  const ResourcePtr present = context.resources.First({.scope = context.Scope(kDataCapture.name),
                                                       .parent = endpoint.arn,
                                                       .in_state = kDataCaptureStates[0].name,
                                                       .attribute = variant});
  if (present != nullptr) return present->arn;
  const std::string id = context.random().Uuid();
  Resource batch = context.NewResource(kDataCapture.name, endpoint.arn + "/capture/" + id, id);
  batch.parent = endpoint.arn;
  batch.attribute = variant;
  batch.document = {{"Uri", UriOf(config, endpoint, variant, context)},
                    {"KmsKeyId", StringOr(config, "KmsKeyId")}};
  return context.jobs.Submit(kDataCapture, std::move(batch))->arn;
}

}  // namespace

void Capture(const Json& input, const EndpointAnswer& answer, const Resource& endpoint,
             const std::string& variant, RequestContext& context) {
  const auto config = endpoint.document.find("DataCaptureConfig");
  if (config == endpoint.document.end() || !IsSampled(*config, context)) return;
  const std::string batch = BatchOf(*config, endpoint, variant, context);
  context.records.Append(batch, Line(input, answer, *config, context));
}

WorkResult WriteCaptured(WorkContext& context) {
  const std::string arn = context.job.arn;
  WorkOutput output;
  output.commit = [arn](const Resource&, Stores& stores) { stores.records.Clear(arn); };
  const auto uri = S3Uri::Parse(StringOr(context.job.document, "Uri"));
  if (!uri) return output;
  auto writer = context.objects.Put(uri->bucket, uri->key,
                                    OutputAttributes(context.job, "binary/octet-stream",
                                                     StringOr(context.job.document, "KmsKeyId")));
  if (!writer) return output;
  ObjectResult<void> written;
  context.records.Visit(arn, [&](const Record& record) {
    if (written) written = (*writer)->Write(record.bytes);
  });
  // What cannot be written is dropped: there is no place where the API would say so.
  if (written) static_cast<void>((*writer)->Commit());
  return output;
}

void ForgetCaptured(Json&, const JobFailure&) {}

}  // namespace portside::sagemaker
