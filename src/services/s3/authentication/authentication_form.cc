// SPDX-License-Identifier: Apache-2.0

#include "services/s3/authentication/authentication_form.h"

#include "portside/aws/sigv2.h"
#include "services/s3/authentication/authentication_link.h"

namespace portside::s3 {
namespace {

S3Result<std::string> RequiredField(const PostForm& form, const std::string& name) {
  if (const std::string* value = form.Find(name)) return *value;
  return Fail(InvalidArgument("Bucket POST must contain a field named '" + name +
                                  "'.  If it is specified, please check the order of the fields.",
                              name, ""));
}

// No recording tells how AWS refuses the credential of a form; this is how it refuses a link's.
S3Result<void> CheckVersion4(const PostForm& form, const std::string& policy,
                             const SignatureCheck& check) {
  TRY(CheckAlgorithm(*form.Find("x-amz-algorithm")));
  const std::string time = TRY(RequiredField(form, "X-Amz-Date"));
  const std::string credential_text = TRY(RequiredField(form, "X-Amz-Credential"));
  const std::string signature = TRY(RequiredField(form, "X-Amz-Signature"));
  const CredentialScope scope = TRY(ScopeOfParameters(credential_text, time));
  const Credential* credential = check.credentials->Find(scope.access_key);
  if (credential == nullptr) return Fail(InvalidAccessKeyId(scope.access_key));
  if (IsSameSignature(signature, SignatureOf(SigningKey(credential->secret, scope), policy))) {
    return {};
  }
  return Fail(SignatureDoesNotMatch({scope.access_key, signature, policy, ""}));
}

S3Result<void> CheckVersion2(const PostForm& form, const std::string& policy,
                             const SignatureCheck& check) {
  const std::string access_key = TRY(RequiredField(form, "AWSAccessKeyId"));
  const std::string signature = TRY(RequiredField(form, "signature"));
  const Credential* credential = check.credentials->Find(access_key);
  if (credential == nullptr) return Fail(InvalidAccessKeyId(access_key));
  if (IsSameSignature(signature, SignatureOfV2(credential->secret, policy))) return {};
  return Fail(SignatureDoesNotMatch({access_key, signature, policy, ""}));
}

}  // namespace

S3Result<void> AuthenticateForm(const PostForm& form, const SignatureCheck& check) {
  const std::string* policy = form.Find("policy");
  if (policy == nullptr) return Fail(AccessDenied());
  if (form.Find("x-amz-algorithm") != nullptr) return CheckVersion4(form, *policy, check);
  return CheckVersion2(form, *policy, check);
}

}  // namespace portside::s3
