// SPDX-License-Identifier: Apache-2.0
//
// Messages of the type application/vnd.amazon.eventstream: big-endian lengths of the message and of
// its headers, a checksum of the two, headers, payload, a checksum of everything before it.

#pragma once

#include <string>
#include <string_view>

namespace portside::sagemaker {

// Each appends one message.
void AppendPayloadPart(std::string& stream, std::string_view bytes);
// `name` is the error's, `json` its members.
void AppendStreamError(std::string& stream, std::string_view name, std::string_view json);

}  // namespace portside::sagemaker
