// SPDX-License-Identifier: Apache-2.0
//
// Resource: anything that an API created and can describe: a schema, a table, a job. A resource
// whose kind has states (jobs/job_kind.h) is moved through them by the scheduler, and by nothing
// else; the rest of it belongs to the handlers of its service.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/timestamp.h"

namespace portside {

// The due time of a resource that is on its way and waits to be released, not for a time. (The last
// second that four digits of a year can show.)
inline constexpr Timestamp kHeld{std::chrono::seconds(253'402'300'799)};

struct StateChange {
  std::string state;
  Timestamp at{};
  std::string reason;  // why a job failed; empty otherwise
};

struct Resource {
  std::int64_t sequence = 0;  // order of creation, unique; set by the repository
  std::string arn;            // the key: unique over all kinds, accounts and regions
  std::string kind;           // "personalize::dataset_export_job"
  std::string account;
  std::string region;
  std::string name;    // what the service calls it: a name or an id
  std::string parent;  // ARN or name of what it belongs to; lists filter by it; may be empty
  // A further text that lists of its kind sort or filter by; may be empty.
  std::string attribute;
  std::string state;  // wire text of the state; empty for kinds without states
  Timestamp created_at{};
  Timestamp updated_at{};
  std::optional<Timestamp> due_at;  // when the scheduler looks at it next; none: at rest
  Json document = Json::object();   // the service's own members
  std::map<std::string, std::string> tags;
  std::vector<StateChange> timeline;  // every state so far, the present one last

  // When it first entered a state, if it did.
  [[nodiscard]] std::optional<Timestamp> Entered(std::string_view state_name) const;
};

// Resources are read as immutable snapshots. Null: there is none.
using ResourcePtr = std::shared_ptr<const Resource>;

}  // namespace portside
