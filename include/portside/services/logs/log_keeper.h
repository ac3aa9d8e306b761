// SPDX-License-Identifier: Apache-2.0
//
// KeepLines: the lines of jobs become events of CloudWatch Logs (Scheduler::OnLines).

#pragma once

#include "portside/jobs/job_log.h"
#include "portside/jobs/job_work.h"

namespace portside::logs {

// Makes the group and the stream where they are not there yet, and empties a stream that begins
// anew. Core thread; joins the caller's unit of work. Costs the same whatever the stream holds.
void KeepLines(const JobLines& lines, const Stores& stores);

}  // namespace portside::logs
