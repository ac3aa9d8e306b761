// SPDX-License-Identifier: Apache-2.0
//
// Browsers' forms that are signed: the signature is one of the policy's text, in fields.

#pragma once

#include "portside/aws/sigv4.h"
#include "services/s3/authentication/authentication_errors.h"
#include "services/s3/forms/form_data.h"

namespace portside::s3 {

// A form without a policy is an anonymous request, and denied. Signature Version 4 or 2, by the
// fields that are there.
S3Result<void> AuthenticateForm(const PostForm& form, const SignatureCheck& check);

}  // namespace portside::s3
