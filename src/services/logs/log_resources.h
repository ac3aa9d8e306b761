// SPDX-License-Identifier: Apache-2.0
//
// Log groups and log streams as resources: how they are named, and how requests find them. Of a
// stream the parent is its group's name, and its time of change is that of its last event.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::logs {

inline constexpr std::string_view kGroupKind = "logs::log_group";
inline constexpr std::string_view kStreamKind = "logs::log_stream";

// What a group's or a stream's document has: epoch milliseconds, and bytes of messages.
inline constexpr const char* kFirstEvent = "firstEvent";
inline constexpr const char* kLastEvent = "lastEvent";
inline constexpr const char* kLastIngestion = "lastIngestion";
inline constexpr const char* kBytes = "bytes";

std::string GroupArn(std::string_view region, std::string_view account, std::string_view group);
std::string StreamArn(std::string_view group_arn, std::string_view stream);
// Of the record log: the events of a stream (log_pages.h).
std::string EventsOf(std::string_view stream_arn);

std::int64_t ToMilliseconds(Timestamp time);

// A time of a request, in milliseconds; nothing: it is not given.
std::optional<std::int64_t> TimeIn(const Json& input, const char* member);

// The group that logGroupName or logGroupIdentifier names: one of them must be given.
Result<ResourcePtr> FindGroup(const Json& input, const RequestContext& context);
Result<ResourcePtr> FindStream(const Resource& group, const std::string& name,
                               const RequestContext& context);
// The name in a name or an ARN; nothing: it is of another account or region.
std::optional<std::string> GroupNameIn(std::string_view identifier, const RequestContext& context);

// One page of names that begin with `prefix`, in order. `list` says whose token it is: operation
// and filters. `query` has scope and parent. BadToken where the token is none of this list.
struct NamePage {
  std::vector<ResourcePtr> resources;
  std::string next_token;  // empty on the last page
};
Result<NamePage> TakeNames(const Json& input, ResourceQuery query, const std::string& prefix,
                           RequestContext& context);

}  // namespace portside::logs
