// SPDX-License-Identifier: Apache-2.0

#include "services/s3/forms/post_object.h"

#include "portside/base/limits.h"
#include "portside/http/origin.h"
#include "services/s3/authentication/authentication_form.h"
#include "services/s3/forms/post_fields.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/objects/put_object.h"

namespace portside::s3 {
namespace {

// github.com/RubaXa/jquery.fileapi/issues/113; answers of AWS have "null" for the value whatever it
// is. Which of several is named is chosen.
S3Error QueryNotAllowed(std::string parameter) {
  return InvalidArgument("Query String Parameters not allowed on POST requests.",
                         std::move(parameter), "null");
}

// Recorded of AWS, with two spaces: github.com/nukulb/s3-angular-file-upload/issues/1.
S3Error MissingKey() {
  return InvalidArgument(
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order "
      "of the fields.",
      "key", "");
}

// As the tests of s3rver and of Scality's cloudserver have it, which follow AWS.
S3Error EmptyKey() {
  return InvalidArgument("User key must have a length greater than 0.", "key", "");
}

}  // namespace

PostExchange::PostExchange(S3Call call)
    : StreamedExchange(std::move(call)),
      events_{[this](PostForm form) { return OnFile(std::move(form)); },
              [this](std::string_view bytes) { return OnBytes(bytes); }} {}

S3Result<void> PostExchange::Open() {
  const Headers& headers = call_.request.headers;
  if (!call_.query.pairs().empty()) return Fail(QueryNotAllowed(call_.query.pairs().front().first));
  // LocalStack's recordings of AWS, test_post_object_with_wrong_content_type.
  if (!IsFormData(headers.Get("content-type"))) {
    return Fail(
        PreconditionFailed("Bucket POST must be of the enclosure-type multipart/form-data"));
  }
  if (!headers.Has("content-length")) return Fail(MissingContentLength());
  parser_ = TRY(FormDataParser::Make(headers.Get("content-type")));
  host_ = headers.Get("host");
  foreign_page_ = FindForeignPage(call_.request, call_.surroundings.options.virtual_hosts);
  // Whose the bucket has to be, the form will say.
  const ObjectResult<Bucket> bucket = call_.surroundings.objects.FindBucket(call_.bucket);
  const bool may_be_made = call_.surroundings.options.create_buckets;
  if (!bucket && (bucket.error().code != ObjectErrorCode::kNoSuchBucket || !may_be_made)) {
    return Fail(FromObjectError(bucket.error()));
  }
  return {};
}

S3Result<void> PostExchange::OnFile(PostForm form) {
  form_ = std::move(form);
  TRY(ExpandFilename(form_));
  call_.caller = CallerOf(form_, call_);
  TRY(CheckForm());
  call_.key = form_.Get("key");
  call_.request.headers = HeadersOf(form_);
  return OpenObject();
}

// The fields are complete and nothing of the file is stored yet. After the key comes the signature,
// and only then the policy (LocalStack's recordings of AWS show that order).
S3Result<void> PostExchange::CheckForm() {
  const std::string* key = form_.Find("key");
  if (key == nullptr) return Fail(MissingKey());
  if (key->empty()) return Fail(EmptyKey());
  if (key->size() > limits::kObjectKeyBytes) return Fail(KeyTooLong(key->size()));
  const SignatureCheck& signatures = call_.surroundings.options.signatures;
  if (signatures.is_on()) TRY(AuthenticateForm(form_, signatures));
  // A form without a policy is an anonymous request, and those are let in, but not from a page that
  // anybody may have made.
  if (form_.Find("policy") == nullptr) {
    return foreign_page_ ? S3Result<void>(Fail(AccessDenied())) : S3Result<void>();
  }
  const Clock* machine = call_.surroundings.options.machine_clock;
  const Clock& clock = machine != nullptr ? *machine : call_.surroundings.clock;
  range_ = TRY(CheckPolicy(form_, call_.bucket, clock.Now()));
  return {};
}

S3Result<void> PostExchange::OpenObject() {
  TRY(OwnBucketForWriting(call_));
  ObjectAttributes attributes = TRY(ParseAttributes(call_));
  attributes.tags = TRY(TagsOf(form_));
  const ChecksumAlgorithm* needed = TRY(kPutObject.needed(call_));
  intake_.emplace(TRY(BodyIntake::Make(call_, needed)));
  writer_ = TRY(FromStore(call_.objects().Put(call_.bucket, call_.key, std::move(attributes))));
  return {};
}

S3Result<void> PostExchange::OnBytes(std::string_view bytes) {
  size_ += bytes.size();
  // A file that the policy forbids is read to its end all the same: S3 tells its size.
  if (!CheckSize({.min = 0, .max = range_.max}, size_)) writer_.reset();
  return intake_->Write(bytes, [this](std::string_view piece) -> S3Result<void> {
    return writer_ == nullptr ? S3Result<void>() : FromStore(writer_->Write(piece));
  });
}

S3Result<void> PostExchange::Take(std::string_view piece) { return parser_->Write(piece, events_); }

S3Result<HttpResponse> PostExchange::Complete() {
  TRY(parser_->Finish());
  TRY(CheckSize(range_, size_));
  const BodyDigests digests = TRY(intake_->Finish(writer_->Etag()));
  return AnswerOf(form_, call_, host_, TRY(kPutObject.commit(call_, *writer_, digests)));
}

}  // namespace portside::s3
