// SPDX-License-Identifier: Apache-2.0
//
// The head of a response as text, and the rules of which responses have a body.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "portside/http/message.h"

namespace portside {

enum class ConnectionHeader { kNone, kClose, kKeepAlive };

// Whether a body follows the head: not for HEAD, 1xx, 204 and 304.
[[nodiscard]] bool HasBody(const HttpResponse& response, bool is_head_request);

// Appends the status line, the response's own fields, and Content-Length, Date, Server and
// Connection, to the empty line. Of the fields that the server adds, the response's own count for
// nothing, but for Server. A stream has no length; it is announced as chunked where `is_chunked`. A
// line end inside a value (a header that a client asked for in its query) becomes a space, so that
// no value makes a second field.
void AppendResponseHead(std::string& out, const HttpResponse& response, bool is_head_request,
                        ConnectionHeader connection, std::string_view date,
                        bool is_chunked = false);

// The Date header's text, formatted once per second. Always the machine's time: SDKs correct their
// clock by it.
class HttpDateCache {
 public:
  std::string_view Now();

 private:
  std::int64_t second_ = -1;
  std::string text_;
};

}  // namespace portside
