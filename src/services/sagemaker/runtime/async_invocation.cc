// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/async_invocation.h"

#include "portside/base/encoding.h"
#include "portside/objects/s3_uri.h"
#include "portside/services/core/output_attributes.h"

namespace portside::sagemaker {

WorkResult WriteAnswer(WorkContext& context) {
  const Json& document = context.job.document;
  if (const std::string input = StringOr(document, "InputLocation"); !input.empty()) {
    const auto uri = S3Uri::Parse(input);
    if (!uri) return Fail(JobFailure{"InputLocation is not an Amazon S3 location."});
    const auto found = context.objects.Head(uri->bucket, uri->key);
    if (!found) return Fail(ToJobFailure(found.error()));
  }
  const auto output = S3Uri::Parse(StringOr(document, "OutputUri"));
  if (!output) return Fail(JobFailure{"OutputUri is not an Amazon S3 location."});
  const std::string content = Base64Decode(StringOr(document, "Content")).value_or("");
  const auto written = context.objects.WriteAll(
      *output, content,
      OutputAttributes(context.job, StringOr(document, "ContentType", "binary/octet-stream"),
                       StringOr(document, "KmsKeyId")));
  if (!written) return Fail(ToJobFailure(written.error()));
  return WorkOutput{};
}

// There is nowhere that the API would show it; events of jobs say why.
void ForgetFailure(Json&, const JobFailure&) {}

}  // namespace portside::sagemaker
