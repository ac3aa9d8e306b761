// SPDX-License-Identifier: Apache-2.0
//
// Requests and links that were signed with Signature Version 2.

#pragma once

#include <string_view>

#include "portside/aws/sigv4.h"
#include "services/s3/authentication/authentication_errors.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// Whether a query looks as if it were to carry a Version 2 signature, complete or not.
bool IsLinkV2(const Query& query);
S3Result<void> CheckLinkV2(const S3Call& call, std::string_view bucket_of_host,
                           const SignatureCheck& check);
// `fields`: "<access key>:<signature>", what follows "AWS ".
S3Result<void> CheckHeaderV2(const S3Call& call, std::string_view fields,
                             std::string_view bucket_of_host, const SignatureCheck& check);

}  // namespace portside::s3
