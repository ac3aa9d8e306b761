// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/list_filters.h"

#include <algorithm>
#include <optional>

#include "portside/services/core/pagination.h"
#include "services/sagemaker/errors.h"

namespace portside::sagemaker {
namespace {

bool IsAfter(Timestamp time, const Json& input, const char* member) {
  const auto bound = input.find(member);
  return bound == input.end() || time > FromEpochSeconds(bound->get<double>());
}

bool IsBefore(Timestamp time, const Json& input, const char* member) {
  const auto bound = input.find(member);
  return bound == input.end() || time < FromEpochSeconds(bound->get<double>());
}

bool MatchesCommonFilters(const Resource& job, const Json& input) {
  const std::string status = StringOr(input, "StatusEquals", job.state);
  return job.state == status && job.name.find(StringOr(input, "NameContains")) != job.name.npos &&
         IsAfter(job.created_at, input, "CreationTimeAfter") &&
         IsBefore(job.created_at, input, "CreationTimeBefore") &&
         IsAfter(job.updated_at, input, "LastModifiedTimeAfter") &&
         IsBefore(job.updated_at, input, "LastModifiedTimeBefore");
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

  std::vector<PageEntry> entries;
  for (ResourcePtr& job : context.resources.List(context.Scope(list.kind))) {
    if (!MatchesCommonFilters(*job, input)) continue;
    if (list.matches != nullptr && !list.matches(*job, input)) continue;
    std::string key = column.key(*job);
    entries.push_back({std::move(key), std::move(job)});
  }

  const std::string token = StringOr(input, "NextToken");
  const std::optional<Page> page =
      TakePage(std::move(entries), {.token = token,
                                    .max = max,
                                    .descending = StringOr(input, "SortOrder") == "Descending",
                                    .fingerprint = Fingerprint(list, input, context)});
  if (!page) return Fail(InvalidNextToken());

  Json summaries = Json::array();
  for (const ResourcePtr& job : page->resources) summaries.push_back(list.summarize(*job));
  Json output = Json::object();
  output[std::string(list.output_member)] = std::move(summaries);
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

std::string ByName(const Resource& job) { return job.name; }
std::string ByStatus(const Resource& job) { return job.state; }
std::string ByCreationTime(const Resource& job) { return SortKey(job.created_at); }
std::string ByLastModifiedTime(const Resource& job) { return SortKey(job.updated_at); }

}  // namespace portside::sagemaker
