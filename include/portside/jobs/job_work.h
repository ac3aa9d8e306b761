// SPDX-License-Identifier: Apache-2.0
//
// JobWork: what a job really does. A function over an immutable snapshot of the job, run on a
// worker thread; it reads and writes objects, reads records, stages rows, and returns what to
// store. It must be repeatable: after a crash it runs again from its start, and objects are
// replaced as wholes. It works piece by piece, within the memory that its state names
// (JobState::memory), whatever the size of its input.

#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/random.h"
#include "portside/base/result.h"
#include "portside/base/timestamp.h"
#include "portside/jobs/crew.h"
#include "portside/jobs/job_log.h"
#include "portside/jobs/row_stage.h"
#include "portside/objects/object_access.h"
#include "portside/store/record_log.h"
#include "portside/store/resource.h"
#include "portside/store/resource_repository.h"

namespace portside {

struct JobKind;
class Runners;

// Why a job failed, in words that its user can act on. `type` where the service has one.
struct JobFailure {
  std::string reason;
  std::string type = "CLIENT_ERROR";  // or "SERVER_ERROR"
  std::string part{};                 // one of JobKind::parts; empty: the whole job
};

// The repositories, for what must be stored together with a transition. Core thread.
struct Stores {
  ResourceRepository& resources;
  RecordLog& records;
};

// Another resource that the result moves on: entered where it still is in `from`.
struct StateMove {
  std::string arn;
  std::string_view from;
  std::string_view to;
};

// A job that begins where the work of another ends.
struct NewJob {
  const JobKind* kind;
  Resource resource;  // without what Scheduler::Submit sets
};

// Under which name the rows that the work has staged are found from now on.
struct StagedRows {
  std::string stream;
  RecordLog::Publication publication = RecordLog::Publication::kInstead;
};

struct WorkOutput {
  // Merged into the job's document (top-level members replace; null removes).
  Json document = Json::object();
  // The state that it leads to, where that is not its own state's `next`; a constant.
  std::string_view next{};
  // Runs on the core thread inside the transition's unit of work, after the document was merged:
  // another resource to update. Small, because every client waits. `job` is the job as it is about
  // to be stored.
  std::function<void(const Resource& job, Stores&)> commit;
  // Performed by the scheduler after `commit`, in the same unit of work.
  std::vector<StateMove> moves;
  // Begun by the scheduler after them, in the same unit of work. Core thread.
  std::function<std::vector<NewJob>(const Resource& job, Stores&)> begin;
  // Likewise, before `commit`. Without it, what was staged is dropped.
  std::optional<StagedRows> rows;
};

using WorkResult = Expected<WorkOutput, JobFailure>;

struct WorkContext {
  const Resource& job;
  const ObjectAccess& objects;
  const RecordReader& records;
  RowStage& rows;
  JobLog& log;         // what users read while the job runs (JobKind::log)
  Random& random;      // seeded from the program's seed and the job's ARN
  std::uint64_t seed;  // the program's seed, for content that must not depend on the job
  Timestamp now;
  std::stop_token stop;  // work that loops for long looks at it
  // Where a test has ordered that what the job deploys cannot be deployed: why.
  std::optional<std::string> deployment_failure = std::nullopt;
  // Where a test has ordered that one part of the job fails: that, with the part's name.
  std::optional<JobFailure> part_failure = std::nullopt;
  // Threads for what is made in pieces; all else here is for the work's own thread alone.
  const Crew& crew = kNoCrew;
  // A person's commands; null: there are none.
  const Runners* runners = nullptr;
};

using JobWork = WorkResult (*)(WorkContext&);

// The failure that an object error means for a job: its own sentence, CLIENT_ERROR.
JobFailure ToJobFailure(const ObjectError& error);

}  // namespace portside
