// SPDX-License-Identifier: Apache-2.0
//
// Signature Version 2 of S3 (AWS developer guide, "Signing and authenticating REST requests"): what
// botocore's presigned links carry unless told otherwise, and old tools in their header. Functions
// without state.

#pragma once

#include <string>
#include <string_view>

#include "portside/http/message.h"

namespace portside {

// `bucket`: of the host, empty where the path names it. `date`: the line of the date: the Expires
// of a link; the Date header, or nothing beside an x-amz-date. Of a link (`is_link`) the parameters
// of the query stand for headers: botocore moves them there.
std::string StringToSignV2(const HttpRequest& request, std::string_view bucket,
                           std::string_view date, bool is_link);
// In base64.
std::string SignatureOfV2(std::string_view secret, std::string_view string_to_sign);

}  // namespace portside
