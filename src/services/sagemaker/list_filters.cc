// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/list_filters.h"

#include <algorithm>
#include <optional>

#include "portside/services/core/pagination.h"
#include "services/sagemaker/errors.h"

namespace portside::sagemaker {
namespace {

std::optional<Timestamp> BoundOf(const Json& input, const char* member) {
  const auto bound = input.find(member);
  if (bound == input.end()) return std::nullopt;
  return FromEpochSeconds(bound->get<double>());
}

// The validator has refused a SortBy outside of the enum, so the default is for its absence.
const SortColumn& ColumnOf(const JobList& list, const Json& input) {
  const std::string sort_by = StringOr(input, "SortBy");
  const auto found =
      std::find_if(list.columns.begin(), list.columns.end(),
                   [&](const SortColumn& column) { return column.sort_by == sort_by; });
  return found == list.columns.end() ? list.columns.front() : *found;
}

Result<std::size_t> PageSize(const JobList& list, const Json& input) {
  const auto wanted = input.find("MaxResults");
  if (wanted == input.end()) return list.default_page;
  const auto count = wanted->get<std::int64_t>();
  if (count < 1) return Fail(MaxResultsTooSmall(std::to_string(count)));
  return static_cast<std::size_t>(count);
}

// Everything that decides what is in the list and in which order.
std::string Fingerprint(const JobList& list, const Json& input, const RequestContext& context) {
  Json question = input;
  question.erase("NextToken");
  question.erase("MaxResults");
  return DumpJson({list.operation, context.account, context.region, question});
}

}  // namespace

Result<Json> ListJobs(const JobList& list, const Json& input, const RequestContext& context) {
  const std::size_t max = TRY(PageSize(list, input));
  const SortColumn& column = ColumnOf(list, input);

  const std::string state = StringOr(input, "StatusEquals");
  const std::string name = StringOr(input, "NameContains");
  ResourceQuery query{.scope = context.Scope(list.kind),
                      .in_state = state,
                      .name_contains = name,
                      .created_after = BoundOf(input, "CreationTimeAfter"),
                      .created_before = BoundOf(input, "CreationTimeBefore"),
                      .updated_after = BoundOf(input, "LastModifiedTimeAfter"),
                      .updated_before = BoundOf(input, "LastModifiedTimeBefore"),
                      .order = column.order,
                      .descending = StringOr(input, "SortOrder") == "Descending",
                      .limit = max};
  if (list.matches != nullptr) {
    query.matches = [&](const Resource& job) { return list.matches(job, input); };
  }
  const std::string token = StringOr(input, "NextToken");
  const std::optional<Page> page =
      TakePage(context.resources, std::move(query),
               {.token = token, .fingerprint = Fingerprint(list, input, context)});
  if (!page) return Fail(InvalidNextToken());

  Json summaries = Json::array();
  for (const ResourcePtr& job : page->resources) summaries.push_back(list.summarize(*job));
  Json output = Json::object();
  output[std::string(list.output_member)] = std::move(summaries);
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

}  // namespace portside::sagemaker
