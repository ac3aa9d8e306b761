// SPDX-License-Identifier: Apache-2.0

#include "portside/services/s3/s3_service.h"

#include "portside/base/digest.h"
#include "services/s3/access/access.h"
#include "services/s3/authentication/authentication.h"
#include "services/s3/forms/post_object.h"
#include "services/s3/objects/put_object.h"
#include "services/s3/wire/body_intake.h"
#include "services/s3/wire/breakage.h"
#include "services/s3/wire/call.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/router.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kOwnName = "portside";

// Collects the body, if there is one, then lets a handler answer.
class HandlerExchange final : public Exchange {
 public:
  HandlerExchange(S3Call call, const HandlerEntry& entry) : call_(std::move(call)), entry_(entry) {}

  // The server's own refusal of what is too large would be no XML.
  [[nodiscard]] std::uint64_t BodyLimit() const override { return UINT64_MAX; }

  [[nodiscard]] std::size_t HeldBytes() const override { return call_.request.body.size(); }

  bool Write(std::string_view piece) override {
    if (call_.request.body.size() + piece.size() > kXmlBytes) {
      is_too_large_ = true;
      return false;
    }
    call_.request.body.append(piece);
    return true;
  }

  void Finish(Respond respond) override {
    const S3Result<void> taken = TakeBody();
    if (!taken) {
      HttpResponse response = ErrorResponse(call_, taken.error());
      AddCommonHeaders(call_, response);
      return respond(std::move(response));
    }
    if (const auto* long_handler = std::get_if<LongHandler>(&entry_.handler)) {
      return s3::Answer(std::move(call_), *long_handler, std::move(respond));
    }
    s3::Answer(std::move(call_), std::get<Handler>(entry_.handler), std::move(respond));
  }

 private:
  // Takes the body out of its coding and checks its digests.
  S3Result<void> TakeBody() {
    if (is_too_large_) return Fail(MalformedXml());
    const bool is_checked = entry_.body == HandlerEntry::Body::kChecked;
    if (call_.request.body.empty() || (!is_checked && !IsAwsChunked(call_.request))) {
      return CheckPayloadHash(call_.request);
    }
    BodyIntake intake = TRY(BodyIntake::Make(call_, nullptr));
    std::string body;
    TRY(intake.Write(call_.request.body, [&body](std::string_view piece) -> S3Result<void> {
      body.append(piece);
      return {};
    }));
    TRY(intake.Finish(HexDigest(DigestAlgorithm::kMd5, body)));
    call_.request.body = std::move(body);
    return {};
  }

  S3Call call_;
  const HandlerEntry& entry_;
  bool is_too_large_ = false;
};

// Says no, whatever the body.
class RefusingExchange final : public Exchange {
 public:
  RefusingExchange(S3Call call, S3Error error) : call_(std::move(call)), error_(std::move(error)) {}

  std::optional<HttpResponse> EarlyResponse() override { return Answer(); }
  [[nodiscard]] std::uint64_t BodyLimit() const override { return UINT64_MAX; }
  bool Write(std::string_view) override { return false; }
  void Finish(Respond respond) override { respond(Answer()); }

 private:
  HttpResponse Answer() {
    HttpResponse response = ErrorResponse(call_, error_);
    AddCommonHeaders(call_, response);
    return response;
  }

  S3Call call_;
  S3Error error_;
};

std::string_view ResourceTypeOf(const S3Call& call) {
  if (call.bucket.empty()) return "SERVICE";
  return call.key.empty() ? "BUCKET" : "OBJECT";
}

// Checks the signature, if that is wanted. A browser's form is signed in its fields, and a
// preflight is not signed at all.
S3Result<void> Admit(S3Call& call) {
  const S3Options& options = call.surroundings.options;
  const std::string& operation = call.record.operation;
  if (!options.signatures.is_on() || operation == "PostObject" || operation == "OptionsObject") {
    AdmitByAcl(call);
    return {};
  }
  if (!HasSignature(call)) {
    // Nobody has signed: what an ACL opens to everybody is open.
    const auto bucket = call.surroundings.objects.FindBucket(call.bucket);
    if (!bucket || !IsGranted(call, *bucket, /*is_anonymous=*/true)) return Fail(AccessDenied());
    call.caller.account = bucket->account;
    return {};
  }
  const std::string_view bucket_of_host = call.is_virtual ? call.bucket : std::string_view();
  call.chunk_signing = TRY(Authenticate(call, bucket_of_host, options.signatures));
  AdmitByAcl(call);
  return {};
}

S3Result<void> PassGate(S3Call& call) {
  CallGate* gate = call.surroundings.options.gate;
  if (gate == nullptr) return {};
  const CallFacts facts{.service = "s3",
                        .signing_name = "s3",
                        .operation = call.record.operation,
                        .caller = call.caller,
                        .resources = [&call]() -> std::vector<std::string> {
                          return {call.bucket, call.bucket + "/" + call.key};
                        }};
  if (auto error = gate->Judge(facts, call.record)) {
    return Fail(S3Error{error->code, error->status, error->message});
  }
  return {};
}

// "portside.localhost" is a name of the server, while there is no bucket "portside".
S3Result<Address> AddressOf(const S3Call& call) {
  const Surroundings& all = call.surroundings;
  S3Result<Address> address = ParseAddress(call.request, all.options.virtual_hosts);
  const bool may_be_own = address && address->is_virtual && address->bucket == kOwnName;
  if (!may_be_own || all.objects.FindBucket(kOwnName)) return address;
  return ParseAddress(call.request, {});
}

// Finds out what is asked and who answers.
std::unique_ptr<Exchange> BeginCall(S3Call call) {
  S3Result<Address> address = AddressOf(call);
  if (!address) return std::make_unique<RefusingExchange>(std::move(call), address.error());
  const std::string_view operation = FindOperation(call.request, call.query, *address);
  call.is_virtual = address->is_virtual;
  call.bucket = std::move(address->bucket);
  call.key = std::move(address->key);
  if (operation.empty()) {
    S3Error error = MethodNotAllowed(call.request.method, std::string(ResourceTypeOf(call)));
    return std::make_unique<RefusingExchange>(std::move(call), std::move(error));
  }

  call.record.operation = operation;
  if (const auto unknown = FindUnknownSubresource(call.request, call.query, operation)) {
    S3Error error = NotEmulated(std::string(operation) + " with the parameter '" + *unknown + "'");
    return std::make_unique<RefusingExchange>(std::move(call), std::move(error));
  }
  if (const S3Result<void> admitted = Admit(call); !admitted) {
    return std::make_unique<RefusingExchange>(std::move(call), admitted.error());
  }
  if (const S3Result<void> passed = PassGate(call); !passed) {
    return std::make_unique<RefusingExchange>(std::move(call), passed.error());
  }
  if (operation == "PutObject") return std::make_unique<PutExchange>(std::move(call), kPutObject);
  if (operation == "UploadPart") {
    return std::make_unique<PutExchange>(std::move(call), kUploadPart);
  }
  if (operation == "PostObject") return std::make_unique<PostExchange>(std::move(call));
  if (const HandlerEntry* entry = FindHandler(operation)) {
    return std::make_unique<HandlerExchange>(std::move(call), *entry);
  }
  S3Error error = NotEmulated(std::string(operation));
  return std::make_unique<RefusingExchange>(std::move(call), std::move(error));
}

}  // namespace
}  // namespace portside::s3

namespace portside {

struct S3Service::Parts {
  Parts(ObjectStore& objects, const Clock& clock, S3Options given)
      : options(std::move(given)), surroundings{objects, clock, options} {
    if (options.draw_upload_id) return;
    options.draw_upload_id = [this](const Caller&) {
      return "upload-" + std::to_string(++uploads);
    };
  }

  S3Options options;
  std::uint64_t uploads = 0;  // that were counted here
  s3::Surroundings surroundings;
};

S3Service::S3Service(ObjectStore& objects, const Clock& clock, S3Options options)
    : parts_(std::make_unique<Parts>(objects, clock, std::move(options))) {}

S3Service::~S3Service() = default;

std::vector<std::string_view> S3Service::Operations() { return s3::AllOperations(); }

HttpResponse S3Service::Refuse(int status, std::string_view reason, std::string_view method,
                               const Caller& caller, CallRecord& record) {
  HttpRequest request;
  request.method = method;
  s3::S3Call call{parts_->surroundings, std::move(request), {}, caller, record, "", ""};
  record.service = "s3";
  HttpResponse response = ErrorResponse(call, s3::OfStatus(status, std::string(reason)));
  AddCommonHeaders(call, response);
  return response;
}

std::string S3Service::NewRequestId(Random& random) {
  return random.Text(16, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

std::unique_ptr<Exchange> S3Service::Begin(HttpRequest request, Caller caller, CallRecord& record) {
  record.service = "s3";
  s3::S3Call call{parts_->surroundings, std::move(request), {}, std::move(caller), record, "", ""};
  call.query = Query::Parse(call.request.RawQuery());
  HttpRequest method_alone;
  method_alone.method = call.request.method;
  s3::S3Call asker{parts_->surroundings, std::move(method_alone), {}, call.caller, record, "", ""};
  return s3::Guarded(s3::BeginCall(std::move(call)), std::move(asker));
}

}  // namespace portside
