// SPDX-License-Identifier: Apache-2.0
//
// From method and query flags to the name of the operation. Every operation of S3 is known here,
// so that what Portside does not serve is refused by name.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/http/message.h"
#include "portside/http/uri.h"
#include "services/s3/wire/address.h"

namespace portside::s3 {

// The operation's name in the AWS model ("PutObject"), or empty where the method means nothing on
// this resource. Besides the model's: "PostObject" (a browser's form) and "OptionsObject" (a
// browser's preflight).
std::string_view FindOperation(const HttpRequest& request, const Query& query,
                               const Address& address);

// The first query parameter of a PUT, POST or DELETE that has no value and that the operation does
// not have: a part of the resource that is not known here, so that the request must not be taken
// for one about the whole. GET and HEAD change nothing and ignore it, as S3 does.
std::optional<std::string> FindUnknownSubresource(const HttpRequest& request, const Query& query,
                                                  std::string_view operation);

// All names that FindOperation gives, for tests.
std::vector<std::string_view> AllOperations();

}  // namespace portside::s3
