// SPDX-License-Identifier: Apache-2.0
//
// Which bucket and key a request names: in its path, or its bucket in the Host.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/http/message.h"
#include "services/s3/wire/errors.h"

namespace portside::s3 {

struct Address {
  std::string bucket;       // empty: the service itself
  std::string key;          // empty: the bucket itself
  bool is_virtual = false;  // the bucket stands in the host's name
};

// The bucket of a virtual-host address, with or without a port: `<bucket>.<one of hosts>`,
// `<bucket>.s3.<one of hosts>`, and below amazonaws.com `<bucket>.s3`, `<bucket>.s3.<region>` and
// `<bucket>.s3-<region>`. Empty for every other host.
std::string BucketOfHost(std::string_view host, const std::vector<std::string>& hosts);

// The path is split at its first slash before it is decoded, once; nothing in it is normalised and
// `+` stays itself. InvalidURI where the encoding is broken or the key is not UTF-8.
S3Result<Address> ParseAddress(const HttpRequest& request, const std::vector<std::string>& hosts);

}  // namespace portside::s3
