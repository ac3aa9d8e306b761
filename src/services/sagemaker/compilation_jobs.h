// SPDX-License-Identifier: Apache-2.0
//
// What other families need of the compilation jobs.

#pragma once

#include <string>

#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

// The caller's compilation job of this name (case matters), or null.
ResourcePtr FindCompilationJob(const std::string& name, const RequestContext& context);

}  // namespace portside::sagemaker
