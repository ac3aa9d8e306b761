// SPDX-License-Identifier: Apache-2.0
//
// What Glue's list operations have in common.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/aws/service_error.h"
#include "portside/services/core/pagination.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

// The default page size is not public; 100 is the most that the catalog's lists allow, and holds
// every transform that an account may have.
inline constexpr std::size_t kPageSize = 100;

// Where requests cannot say it.
enum class ListDirection { kAsAsked, kDescending };

// The page of `query` that `input` asks for by NextToken, MaxResults and Sort.SortDirection. All
// else of the input is what a token of this list must agree with.
Result<Page> TakeListPage(std::string_view operation, const Json& input, ResourceQuery query,
                          RequestContext& context,
                          ListDirection direction = ListDirection::kAsAsked);

// The token of a page that has no room for any of the list, in descending order.
std::string TokenOfWholeList(std::string_view operation, const Json& input);

// Of a list that is always one page: no token is one of it.
Result<void> CheckOnePage(const Json& input);

// True where the filter has no such member, or one of this value.
[[nodiscard]] bool IsEqualOrUnfiltered(const Json& filter, std::string_view member,
                                       std::string_view value);

// The member `name`, or an empty object.
[[nodiscard]] Json ObjectOr(const Json& input, std::string_view name);

// Sets output["NextToken"] where there is a further page: the last one has no such member.
void SetNextToken(Json& output, const Page& page);

}  // namespace portside::glue
