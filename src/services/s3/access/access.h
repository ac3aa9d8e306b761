// SPDX-License-Identifier: Apache-2.0
//
// What ACLs let others do: whoever is not the owner of a bucket, or has not signed.

#pragma once

#include "portside/objects/object_store.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// Whether an ACL of the bucket or of the object lets this caller perform the operation of the
// call's record. `is_anonymous`: whether nobody has signed; else the caller is one of its account.
bool IsGranted(const S3Call& call, const Bucket& bucket, bool is_anonymous);

// Lets the caller act as the bucket's owner for this call, if an ACL allows the operation and the
// bucket is of another account. True where it does.
bool AdmitByAcl(S3Call& call);

}  // namespace portside::s3
