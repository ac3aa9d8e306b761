// SPDX-License-Identifier: Apache-2.0
//
// Access control lists as requests give them and answers show them.

#pragma once

#include <string>
#include <string_view>

#include "portside/objects/object_store.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

inline constexpr std::string_view kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
inline constexpr std::string_view kAuthenticatedUsers =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

// What a bucket's ACLs are when its ownership is this one: there are none.
inline constexpr std::string_view kEnforced = "BucketOwnerEnforced";

enum class AclOf { kBucket, kObject };

// The ACL of x-amz-acl or x-amz-grant-*; empty (private) where there is neither. `owner`: the
// canonical id. InvalidRequest for both; InvalidArgument for what S3 does not know.
S3Result<Acl> AclOfHeaders(const S3Call& call, AclOf what, const std::string& owner);
// Whether some header gives one.
bool HasAclHeaders(const S3Call& call);

// The ACL of an object that this request is to write, into the bucket that is there.
S3Result<Acl> AclOfNewObject(const S3Call& call);

// From an AccessControlPolicy; MalformedACLError where it is none.
S3Result<Acl> AclOfPolicy(const std::string& body, const std::string& owner);

std::string AclDocument(const Acl& acl, const std::string& owner);

}  // namespace portside::s3
