// SPDX-License-Identifier: Apache-2.0
//
// PostExchange: PostObject, a browser's form with a file. Its fields stand for the headers of
// PutObject; once they are complete and checked, the file streams into the store as a PUT's body
// does. Nothing is visible before the whole form has arrived.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "portside/http/exchange.h"
#include "services/s3/body_intake.h"
#include "services/s3/call.h"
#include "services/s3/form_data.h"
#include "services/s3/post_policy.h"

namespace portside::s3 {

class PostExchange final : public Exchange {
 public:
  explicit PostExchange(S3Call call);

  std::optional<HttpResponse> EarlyResponse() override;
  [[nodiscard]] std::uint64_t BodyLimit() const override;
  bool Write(std::string_view piece) override;
  void Finish(Respond respond) override;

 private:
  // Once, when the first of the calls above comes: all that the request's head can be refused for.
  // False: error_ says why not.
  bool Prepare();
  S3Result<void> CheckHead();
  // Between the fields and the file: all that the fields can be refused for; then the writer.
  S3Result<void> OnFile(PostForm form);
  S3Result<void> CheckForm();
  S3Result<void> OpenObject();
  S3Result<void> OnBytes(std::string_view bytes);
  S3Result<HttpResponse> Complete();
  HttpResponse ErrorAnswer();

  S3Call call_;  // from OnFile on, its headers are the form's fields
  std::string host_;
  bool prepared_ = false;
  std::optional<S3Error> error_;
  std::optional<FormDataParser> parser_;
  FormDataParser::Events events_;
  PostForm form_;
  SizeRange range_;
  std::uint64_t size_ = 0;
  std::optional<BodyIntake> intake_;
  std::unique_ptr<ObjectWriter> writer_;  // null also where the file is over range_
};

}  // namespace portside::s3
