// SPDX-License-Identifier: Apache-2.0
//
// The service's table of contents. Nearly every operation of it is made by a declaration
// (families.cc of each folder), the others are named beside those.

#include "portside/services/sagemaker/service.h"

#include "services/sagemaker/style.h"

namespace portside {

const ServiceDefinition& SageMakerService() {
  static const ServiceDefinition kService{.model = "sagemaker",
                                          .handlers = sagemaker::HostingHandlers(),
                                          .job_kinds = {},
                                          .families = sagemaker::Families()};
  return kService;
}

}  // namespace portside
