// SPDX-License-Identifier: Apache-2.0
//
// SignedExchange: lets a request through to its service once its Signature Version 4 is right, for
// every service but S3, which has rules and errors of its own. The signature covers the body, so
// the service gets it piece by piece, and the verdict comes before its Finish.

#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/aws/sigv4.h"
#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/http/exchange.h"

namespace portside {

// What is wrong with a request's signature, if anything is, in the words of AWS's common front end.
// `service`: the signing name that the scope must have. `status`: of refusals, 400 for awsJson and
// 403 for the other protocols. `payload_hash`: SHA-256 of the body, in hexadecimal.
std::optional<ServiceError> FindSignatureFault(const HttpRequest& request, std::string_view service,
                                               int status, std::string_view payload_hash,
                                               const SignatureCheck& check);

class SignedExchange final : public Exchange {
 public:
  using Judge = std::function<std::optional<HttpResponse>(std::string_view payload_hash)>;

  // `judge` gives the refusal, or nothing.
  SignedExchange(std::unique_ptr<Exchange> inner, Judge judge)
      : inner_(std::move(inner)), judge_(std::move(judge)), body_(DigestAlgorithm::kSha256) {}

  std::optional<HttpResponse> EarlyResponse() override { return inner_->EarlyResponse(); }
  [[nodiscard]] std::uint64_t BodyLimit() const override { return inner_->BodyLimit(); }
  [[nodiscard]] std::size_t HeldBytes() const override { return inner_->HeldBytes(); }
  bool Write(std::string_view piece) override {
    body_.Update(piece);
    return inner_->Write(piece);
  }
  void Finish(Respond respond) override {
    if (auto refusal = judge_(HexEncode(body_.Finish()))) return respond(std::move(*refusal));
    inner_->Finish(std::move(respond));
  }

 private:
  std::unique_ptr<Exchange> inner_;
  Judge judge_;
  Hasher body_;
};

}  // namespace portside
