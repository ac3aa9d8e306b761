// SPDX-License-Identifier: Apache-2.0
//
// The kind of resource that CreateMLTransform makes, and what belongs to it: its states, its
// schema, where its labels are.
//
// Document: Name, InputRecordTables, Parameters, Schema, Role, GlueVersion, Timeout, LabelCount,
// and Description, MaxCapacity, WorkerType, NumberOfWorkers, MaxRetries, TransformEncryption where
// they are set; all as on the wire. The resource's name is the TransformId.

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

// NOT_READY until labels were imported, then READY; both are at rest. The import's commit writes
// READY, inside the transition of its task run.
extern const JobKind kMlTransform;
inline constexpr std::string_view kNotReady = "NOT_READY";
inline constexpr std::string_view kReady = "READY";
inline constexpr std::string_view kDeleting = "DELETING";

// The record stream that holds the labels of the transform with this ARN.
std::string LabelStream(std::string_view transform_arn);

// By the input's TransformId; EntityNotFoundException where there is none, and for one that is
// being deleted: it takes no more work.
Result<ResourcePtr> FindLiveTransform(const Json& input, RequestContext& context);

// The columns of the one table of InputRecordTables, as the member Schema. The catalog is read
// now; the schema of a transform does not follow later changes of its table. Partition keys are no
// part of it (as the real service answers, seen in public acceptance tests).
Result<Json> FetchSchema(const Json& tables, RequestContext& context);

// Parameters has FindMatchesParameters with a primary key that is a column of the schema.
Result<void> CheckParameters(const Json& parameters, const Json& schema);

// MaxCapacity, WorkerType, NumberOfWorkers and MaxRetries of a create or update.
Result<void> CheckCapacity(const Json& input);

}  // namespace portside::glue
