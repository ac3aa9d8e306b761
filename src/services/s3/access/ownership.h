// SPDX-License-Identifier: Apache-2.0
//
// ObjectOwnership: whether a bucket has ACLs at all.

#pragma once

#include <string>
#include <string_view>

#include "services/s3/wire/errors.h"

namespace portside::s3 {

// One of the three values, or InvalidArgument in the words for the header.
S3Result<std::string> ParseOwnership(std::string_view value);

}  // namespace portside::s3
