// SPDX-License-Identifier: Apache-2.0

#include "services/glue/lists.h"

#include <limits>
#include <string>

#include "services/glue/errors.h"

namespace portside::glue {
namespace {

std::string FingerprintOf(std::string_view operation, const Json& input) {
  Json list = input;
  list.erase("NextToken");
  list.erase("MaxResults");
  return std::string(operation) + DumpJson(list);
}

}  // namespace

std::string TokenOfWholeList(std::string_view operation, const Json& input) {
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  return MakePageToken(FingerprintOf(operation, input), {"", kLast, kLast});
}

Result<Page> TakeListPage(std::string_view operation, const Json& input, ResourceQuery query,
                          RequestContext& context, ListDirection direction) {
  PageRequest request;
  const std::string token = StringOr(input, "NextToken");
  request.token = token;
  query.limit = input.value("MaxResults", kPageSize);
  query.descending = direction == ListDirection::kDescending ||
                     StringOr(ObjectOr(input, "Sort"), "SortDirection") == "DESCENDING";
  request.fingerprint = FingerprintOf(operation, input);

  auto page = TakePage(context.resources, std::move(query), request);
  if (!page) {
    return Fail(
        InvalidInput("NextToken is not a token of this list: send the NextToken of the "
                     "page before with the same filter and sort, or none."));
  }
  return *std::move(page);
}

Result<void> CheckOnePage(const Json& input) {
  if (StringOr(input, "NextToken").empty()) return {};
  return Fail(InvalidInput("NextToken is not a token of this list, which is one page."));
}

bool IsEqualOrUnfiltered(const Json& filter, std::string_view member, std::string_view value) {
  const auto wanted = filter.find(member);
  return wanted == filter.end() || *wanted == value;
}

Json ObjectOr(const Json& input, std::string_view name) {
  const auto found = input.find(name);
  return found == input.end() ? Json::object() : *found;
}

void SetNextToken(Json& output, const Page& page) {
  if (!page.next_token.empty()) output["NextToken"] = page.next_token;
}

}  // namespace portside::glue
