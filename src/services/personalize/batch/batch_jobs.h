// SPDX-License-Identifier: Apache-2.0
//
// What batch segment and batch inference jobs have in common when they are created: the version
// that they ask, their paths and their filter. A job belongs to its solution version, and its
// attribute is the dataset group.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "services/personalize/filters/filter_expression.h"
#include "services/personalize/recommending/filter_use.h"
#include "services/personalize/training/recipes.h"

namespace portside::personalize {

// Members of their documents: the text of the filter, and what of the version its work needs.
inline constexpr std::string_view kFilterTextMember = "filterExpression";
inline constexpr std::string_view kVersionMember = "version";

// Fills the job's document. `about` is what its filter must be of; at most so many results.
Result<void> PrepareBatchJob(const Json& input, Resource& job, RequestContext& context,
                             FilterTarget about, std::int64_t most_results);
// The recipe of the job's solution version, which is there.
Result<const Recipe*> RecipeOfBatch(const Json& input, RequestContext& context);

// The job's filter for one line of its input (developer guide: values are in its "filterValues");
// nothing: it has none. The error is a sentence.
Expected<std::optional<FilterUse>, std::string> FilterOfLine(const Json& job, const Json& line);
// A member of a line that must be a text.
Expected<std::string, std::string> TextOfLine(const Json& line, const std::string& member);

// JobKind::find_flaw: an archive may have been written by hand.
std::optional<std::string> FindBatchFlaw(const Json& document);

// A job that is at work on data of this group, and with `solution` (empty: with any) of its
// versions. Null: there is none.
ResourcePtr FindBatchJob(const std::string& group_arn, const std::string& solution_arn,
                         RequestContext& context);

}  // namespace portside::personalize
