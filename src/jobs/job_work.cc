// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/job_work.h"

namespace portside {

JobFailure ToJobFailure(const ObjectError& error) {
  const bool disk = error.code == ObjectErrorCode::kNoSpace;
  return {error.Describe(), disk ? "SERVER_ERROR" : "CLIENT_ERROR"};
}

}  // namespace portside
