// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents.

#include "portside/services/sagemaker/service.h"

#include "services/sagemaker/compilation_job.h"
#include "services/sagemaker/edge_packaging_job.h"
#include "services/sagemaker/handlers.h"

namespace portside {
namespace {

constexpr HandlerEntry kHandlers[] = {
    {"AddTags", sagemaker::AddTags},
    {"CreateCompilationJob", sagemaker::CreateCompilationJob},
    {"CreateEdgePackagingJob", sagemaker::CreateEdgePackagingJob},
    {"DeleteCompilationJob", sagemaker::DeleteCompilationJob},
    {"DeleteTags", sagemaker::DeleteTags},
    {"DescribeCompilationJob", sagemaker::DescribeCompilationJob},
    {"DescribeEdgePackagingJob", sagemaker::DescribeEdgePackagingJob},
    {"ListCompilationJobs", sagemaker::ListCompilationJobs},
    {"ListEdgePackagingJobs", sagemaker::ListEdgePackagingJobs},
    {"ListTags", sagemaker::ListTags},
    {"StopCompilationJob", sagemaker::StopCompilationJob},
    {"StopEdgePackagingJob", sagemaker::StopEdgePackagingJob},
};

constexpr const JobKind* kJobKinds[] = {&sagemaker::kCompilationJob, &sagemaker::kEdgePackagingJob};

constexpr ServiceDefinition kService{
    .model = "sagemaker", .handlers = kHandlers, .job_kinds = kJobKinds};

}  // namespace

const ServiceDefinition& SageMakerService() { return kService; }

}  // namespace portside
