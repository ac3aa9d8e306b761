// SPDX-License-Identifier: Apache-2.0
//
// The codec of both JSON protocols, driven by shapes: what a client sent becomes typed Json, what
// a handler returned becomes text. Type errors carry the texts of AWS's front end, first failure
// only, without a path.

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/model/service_model.h"

namespace portside {

// Turns parsed JSON into typed Json, in place:
//   null members, elements and map entries are dropped (as measured on AWS in 2026), unknown
//   members too; fractions of integers are cut off; timestamps become epoch seconds; blobs are
//   decoded.
// `value` must not be null. A union must have exactly one known member that is not null.
Result<void> ReadJson(const Shape& shape, const ModelOptions& options, Json& value);
// The same for an operation's input, of which only members bound to the body are read.
Result<void> ReadJsonBody(const Shape& input, const ModelOptions& options, Json& value);
// The same for a whole input under its members' names, wherever they travel: what a caller says
// that speaks no HTTP.
Result<void> ReadJsonInput(const Shape& input, const ModelOptions& options, Json& value);
// A label, query parameter or header as a typed value. `shape` is a scalar.
Result<Json> ReadText(const Shape& shape, TimestampFormat format, std::string_view text);

// Appends compact JSON, members in the model's order. Absent members are left out, null is never
// written, members unknown to the shape are skipped.
void WriteJson(const Shape& shape, const ModelOptions& options, const Json& value,
               std::string& out);
// The same for an operation's output, of which only members bound to the body are written.
void WriteJsonBody(const Shape& output, const ModelOptions& options, const Json& value,
                   std::string& out);
// A scalar as a header's value.
std::string WriteText(const Shape& shape, TimestampFormat format, const Json& value);

// A JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void AppendJsonString(std::string_view text, std::string& out);

// The body of an error: `{"__type":"X","Message":"…","ResourceId":"…"}`, without `__type` where
// `with_type` is false. The message has the name that the error's shape gives it; for the errors of
// the front end, which have none, that is `message`, but `Message` for SerializationException.
std::string ErrorBody(const Shape* shape, const ServiceError& error, bool with_type);

}  // namespace portside
