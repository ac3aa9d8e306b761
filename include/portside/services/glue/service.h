// SPDX-License-Identifier: Apache-2.0
//
// AWS Glue as far as Portside emulates it: the Data Catalog's databases and tables, FindMatches
// transforms, and the task runs that import and export their labels.

#pragma once

#include "portside/services/core/service.h"

namespace portside {

// The operations and job kinds of model "glue". A constant.
const ServiceDefinition& GlueService();

}  // namespace portside
