// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/async_invocation.h"

#include "portside/base/encoding.h"
#include "portside/objects/s3_uri.h"
#include "portside/runners/runners.h"
#include "portside/services/core/output_attributes.h"
#include "services/sagemaker/runtime/model_server.h"

namespace portside::sagemaker {

namespace {

// The documented bound of an asynchronous invocation's input is 1 GB; this much is held at once.
constexpr std::uint64_t kInputBytes = 64ULL * 1024 * 1024;

Expected<void, JobFailure> Write(const WorkContext& context, const std::string& uri,
                                 std::string_view content, const std::string& type) {
  const auto output = S3Uri::Parse(uri);
  if (!output) return Fail(JobFailure{"'" + uri + "' is not an Amazon S3 location."});
  const auto written = context.objects.WriteAll(
      *output, content,
      OutputAttributes(context.job, type, StringOr(context.job.document, "KmsKeyId")));
  if (!written) return Fail(ToJobFailure(written.error()));
  return {};
}

// The address that answers. A command may have another one by now: it was started again.
Expected<HttpUrl, std::string> ServerOf(const WorkContext& context) {
  const Json& document = context.job.document;
  const auto command =
      context.runners == nullptr
          ? nullptr
          : context.runners->servers().Find(context.job.parent, StringOr(document, "Variant"));
  if (command != nullptr) return command->url();
  const bool is_https = document.value("IsHttps", false);
  return HttpUrl::Parse((is_https ? "https://" : "http://") + StringOr(document, "Asks"));
}

// The model behind an address, with the input of the request or of its object.
WorkResult AskAndWrite(const WorkContext& context, const std::optional<S3Uri>& source) {
  const Json& document = context.job.document;
  const auto server = ServerOf(context);
  if (!server) return Fail(JobFailure{server.error()});
  Json request = document.at("Request");
  request["Body"] = Base64Decode(StringOr(request, "Body")).value_or("");
  if (source) {
    auto bytes = context.objects.ReadAll(*source, kInputBytes);
    if (!bytes) return Fail(ToJobFailure(bytes.error()));
    request["Body"] = std::move(*bytes);
  }
  const EndpointAnswer answer = AskModel(*server, request);
  const bool is_failure = answer.status == 0 || answer.status >= 400;
  TRY(Write(context, StringOr(document, is_failure ? "FailureUri" : "OutputUri"), answer.body,
            answer.content_type));
  return WorkOutput{};
}

}  // namespace

WorkResult WriteAnswer(WorkContext& context) {
  const Json& document = context.job.document;
  std::optional<S3Uri> source;
  if (const std::string input = StringOr(document, "InputLocation"); !input.empty()) {
    source = S3Uri::Parse(input);
    if (!source) return Fail(JobFailure{"InputLocation is not an Amazon S3 location."});
    const auto found = context.objects.Head(source->bucket, source->key);
    if (!found) return Fail(ToJobFailure(found.error()));
  }
  if (document.contains("Asks")) return AskAndWrite(context, source);
  TRY(Write(context, StringOr(document, "OutputUri"),
            Base64Decode(StringOr(document, "Content")).value_or(""),
            StringOr(document, "ContentType", "binary/octet-stream")));
  return WorkOutput{};
}

// There is nowhere that the API would show it; events of jobs say why.
void ForgetFailure(Json&, const JobFailure&) {}

}  // namespace portside::sagemaker
