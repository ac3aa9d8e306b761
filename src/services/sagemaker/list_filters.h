// SPDX-License-Identifier: Apache-2.0
//
// What ListCompilationJobs and ListEdgePackagingJobs have in common: four time filters,
// NameContains, StatusEquals, SortBy, SortOrder and pages. A list is described by a JobList; what
// is its own (a further filter, its summary) are functions in it.
//
// Where the documentation is silent: times are compared strictly ("after", "before"), names by
// case, and all filters must hold.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

struct SortColumn {
  std::string_view sort_by;  // the wire text
  ResourceOrder order;
};

struct JobList {
  std::string_view operation;
  std::string_view kind;
  std::string_view output_member;
  std::span<const SortColumn> columns;  // the first is the default
  std::size_t default_page;             // where MaxResults is absent
  Json (*summarize)(const Resource& job);
  bool (*matches)(const Resource& job, const Json& input) = nullptr;  // null: no further filter
};

// Answers a list operation: the page and, where there is more, NextToken. A token that is not one
// of this list with these filters is InvalidNextToken.
Result<Json> ListJobs(const JobList& list, const Json& input, const RequestContext& context);

}  // namespace portside::sagemaker
