// SPDX-License-Identifier: Apache-2.0
//
// What an object that a job writes says of itself, as S3 shows it to whoever asks.

#pragma once

#include <string_view>

#include "portside/objects/object_store.h"
#include "portside/store/resource.h"

namespace portside {

// With a KMS key (an ARN, an id, or an alias, as the job's request has it; empty: none) the object
// shows SSE-KMS and the key's ARN, which S3 answers whatever the key was named by.
[[nodiscard]] ObjectAttributes OutputAttributes(const Resource& job, std::string_view content_type,
                                                std::string_view kms_key);

}  // namespace portside
