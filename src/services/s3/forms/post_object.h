// SPDX-License-Identifier: Apache-2.0
//
// PostExchange: PostObject, a browser's form with a file. Its fields stand for the headers of
// PutObject; once they are complete and checked, the file streams into the store as a PUT's body
// does. Nothing is visible before the whole form has arrived.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "services/s3/forms/form_data.h"
#include "services/s3/forms/post_policy.h"
#include "services/s3/wire/body_intake.h"
#include "services/s3/wire/call.h"
#include "services/s3/wire/streamed_exchange.h"

namespace portside::s3 {

class PostExchange final : public StreamedExchange {
 public:
  explicit PostExchange(S3Call call);

 private:
  S3Result<void> Open() override;
  S3Result<void> Take(std::string_view piece) override;
  S3Result<HttpResponse> Complete() override;
  // Between the fields and the file: all that the fields can be refused for; then the writer.
  S3Result<void> OnFile(PostForm form);
  S3Result<void> CheckForm();
  S3Result<void> OpenObject();
  S3Result<void> OnBytes(std::string_view bytes);

  // From OnFile on, call_'s headers are the form's fields.
  std::string host_;
  std::optional<std::string> foreign_page_;  // what tells that the form is of such a page
  std::optional<FormDataParser> parser_;
  FormDataParser::Events events_;
  PostForm form_;
  SizeRange range_;
  std::uint64_t size_ = 0;
  std::optional<BodyIntake> intake_;
  std::unique_ptr<ObjectWriter> writer_;  // null also where the file is over range_
};

}  // namespace portside::s3
