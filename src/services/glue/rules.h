// SPDX-License-Identifier: Apache-2.0
//
// What Glue's nouns do beyond being kept and shown: the functions of their declarations
// (families.cc), each in the file of its noun.

#pragma once

#include <string>

#include "portside/services/core/families/family.h"

namespace portside::glue {

Result<void> CheckDatabase(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareDatabase(const Json& input, Resource& database, RequestContext& context);
Result<void> ReleaseDatabase(const Resource& database, RequestContext& context);
bool MatchesDatabase(const Json& input, const Resource& database);
void PresentDatabase(const Json& input, const Resource& database, Json& shown,
                     RequestContext& context);

Result<void> CheckConnection(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareConnection(const Json& input, Resource& connection, RequestContext& context);
bool MatchesConnection(const Json& input, const Resource& connection);
void PresentConnection(const Json& input, const Resource& connection, Json& shown,
                       RequestContext& context);

std::string NewTransformId(Random& random);
Result<void> CheckMlTransform(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareMlTransform(const Json& input, Resource& transform, RequestContext& context);
Result<void> ChangeMlTransform(const Json& input, Resource& transform, RequestContext& context);
Result<void> ReleaseMlTransform(const Resource& transform, RequestContext& context);
bool MatchesMlTransform(const Json& input, const Resource& transform);

std::string NewTaskRunId(Random& random);
Result<void> CheckMlTaskRun(Verb verb, const Json& input, RequestContext& context);
Json CompletedOnOf(const Resource& run, const RequestContext& context);
Json ExecutionTimeOf(const Resource& run, const RequestContext& context);

}  // namespace portside::glue
