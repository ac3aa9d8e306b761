// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents: every operation of it is made by a declaration (families.cc).

#include "portside/services/sagemaker/service.h"

#include "services/sagemaker/style.h"

namespace portside {

const ServiceDefinition& SageMakerService() {
  static const ServiceDefinition kService{
      .model = "sagemaker", .handlers = {}, .job_kinds = {}, .families = sagemaker::Families()};
  return kService;
}

}  // namespace portside
