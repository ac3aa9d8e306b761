// SPDX-License-Identifier: Apache-2.0
//
// Who may ask: the check of a request's signature, where the server was started with
// --verify-signatures. Signature Version 4 in the header and in a link, Version 2 likewise. There
// are no policies: whoever signs rightly may do everything with the own account's buckets, and
// nobody else anything but what an ACL allows.

#pragma once

#include <optional>
#include <string_view>

#include "portside/aws/chunk_signatures.h"
#include "portside/aws/sigv4.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// Whether the request carries a signature, right or not.
bool HasSignature(const S3Call& call);

// Refuses with AWS's errors. `bucket_of_host`: the bucket of a virtual-host address, else empty.
// The result begins the chain of signatures of a body whose chunks are signed.
S3Result<std::optional<ChunkSigning>> Authenticate(const S3Call& call,
                                                   std::string_view bucket_of_host,
                                                   const SignatureCheck& check);

}  // namespace portside::s3
