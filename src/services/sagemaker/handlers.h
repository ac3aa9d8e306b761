// SPDX-License-Identifier: Apache-2.0
//
// The handlers, one per operation and named as it, each beside its family (compilation_jobs.cc,
// edge_packaging_jobs.cc, tags.cc). For service.cc's table.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

Result<Json> CreateCompilationJob(const Json& input, RequestContext& context);
Result<Json> DescribeCompilationJob(const Json& input, RequestContext& context);
Result<Json> ListCompilationJobs(const Json& input, RequestContext& context);
Result<Json> StopCompilationJob(const Json& input, RequestContext& context);
Result<Json> DeleteCompilationJob(const Json& input, RequestContext& context);

Result<Json> CreateEdgePackagingJob(const Json& input, RequestContext& context);
Result<Json> DescribeEdgePackagingJob(const Json& input, RequestContext& context);
Result<Json> ListEdgePackagingJobs(const Json& input, RequestContext& context);
Result<Json> StopEdgePackagingJob(const Json& input, RequestContext& context);

Result<Json> AddTags(const Json& input, RequestContext& context);
Result<Json> ListTags(const Json& input, RequestContext& context);
Result<Json> DeleteTags(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker
