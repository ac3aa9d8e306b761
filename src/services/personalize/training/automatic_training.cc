// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/automatic_training.h"

#include <charconv>
#include <chrono>
#include <memory>
#include <vector>

#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"
#include "services/personalize/rules.h"
#include "services/personalize/training/recipes.h"
#include "services/personalize/updates.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

std::string ArnOfTraining(const std::string& solution_arn) { return solution_arn + "#training"; }

// "rate(5 days)"; 7 where there is none.
int DaysOf(const Json& config) {
  const std::string rate = StringOr(config.value("autoTrainingConfig", Json::object()),
                                    "schedulingExpression", "rate(7 days)");
  constexpr std::string_view kBegin = "rate(";
  int days = 0;
  if (rate.starts_with(kBegin)) {
    std::from_chars(rate.data() + kBegin.size(), rate.data() + rate.size(), days);
  }
  return days;
}

bool IsWanted(const Resource& solution) {
  return solution.document.value("performAutoTraining", true);
}

Resource TrainingOf(const Resource& solution, bool is_first, Timestamp now) {
  Resource training;
  training.arn = ArnOfTraining(solution.arn);
  training.account = solution.account;
  training.region = solution.region;
  training.name = solution.name;
  training.parent = solution.arn;
  training.created_at = now;
  training.document = {{"days", DaysOf(solution.document.value("solutionConfig", Json::object()))},
                       {"isFirst", is_first}};
  return training;
}

Timestamp NextTraining(const Resource& training, Timestamp entered) {
  if (training.document.value("isFirst", false)) return entered + kFirstTraining;
  return entered + std::chrono::days(training.document.value("days", 7));
}

// Whether the time has come in vain: there is nothing new, or for the first one, somebody was
// faster. Also where so many versions are under way that nobody could create another.
bool IsSkipped(const Resource& training, const Resource& solution, Stores& stores) {
  const ResourceScope versions{kSolutionVersionKind.name, solution.account, solution.region};
  const ResourcePtr last =
      stores.resources.First({.scope = versions, .parent = solution.arn, .descending = true});
  if (last != nullptr) {
    const bool is_first = training.document.value("isFirst", false);
    if (is_first && last->created_at >= training.created_at) return true;
    const std::string seen = StringOr(last->document, kSeenMember);
    if (seen == MarkOfInteractions(solution, stores.records)) return true;
  }
  std::int64_t pending = 0;
  for (const char* state : {"CREATE PENDING", "CREATE IN_PROGRESS"}) {
    pending += stores.resources.Count(versions, state);
  }
  return pending >= kMaxPendingVersions;
}

Resource VersionOf(const Resource& solution, Random random, Timestamp now, Stores& stores) {
  Resource version;
  std::string id;
  do {
    id = NewVersionId(random);
    version.arn = solution.arn + "/" + id;
  } while (stores.resources.Find(version.arn) != nullptr);
  version.account = solution.account;
  version.region = solution.region;
  version.name = solution.name + "/" + id;
  version.parent = solution.arn;
  version.created_at = now;
  version.document = {{"solutionArn", solution.arn}, {"trainingType", "AUTOMATIC"}};
  FillVersion(solution, version, stores.resources, stores.records);
  return version;
}

// Nothing but what its end begins: a version, and the wait for the next one.
WorkResult Run(WorkContext& context) {
  WorkOutput output;
  output.begin = [random = context.random](const Resource& training, Stores& stores) {
    std::vector<NewJob> jobs;
    const ResourcePtr solution = stores.resources.Find(training.parent);
    if (solution == nullptr || solution->state != kActive || !IsWanted(*solution)) return jobs;
    const Timestamp now = training.updated_at;
    if (!IsSkipped(training, *solution, stores)) {
      jobs.push_back({&kSolutionVersionKind, VersionOf(*solution, random, now, stores)});
    }
    jobs.push_back({&kAutomaticTrainingKind, TrainingOf(*solution, /*is_first=*/false, now)});
    return jobs;
  };
  return output;
}

// Of an update that turns it on or off, or changes how often: what waits is replaced. What is about
// to train at this moment goes by the solution as it is by then.
WorkResult RunUpdate(WorkContext& context) {
  WorkOutput output;
  const std::string arn = ArnOfTraining(context.job.parent);
  const auto was_on = std::make_shared<bool>(false);
  output.commit = [arn, was_on](const Resource& update, Stores& stores) {
    *was_on = stores.resources.Find(arn) != nullptr;
    ApplyUpdate(update, stores);
  };
  output.moves = {{arn, "WAITING", "DELETED"}};
  output.begin = [arn, was_on](const Resource& update, Stores& stores) {
    std::vector<NewJob> jobs;
    const ResourcePtr solution = stores.resources.Find(update.parent);
    const bool is_there = stores.resources.Find(arn) != nullptr;
    if (solution == nullptr || is_there || !IsWanted(*solution)) return jobs;
    jobs.push_back({&kAutomaticTrainingKind, TrainingOf(*solution, !*was_on, update.updated_at)});
    return jobs;
  };
  return output;
}

// Fewer would be one after the other without end.
std::optional<std::string> FindFlaw(const Json& document) {
  const Json days = document.value("days", Json());
  if (days.is_number_integer() && days >= 1 && days <= kMaxTrainingDays) return std::nullopt;
  return "has no 'days' from 1 to " + std::to_string(kMaxTrainingDays);
}

constexpr JobState kStates[] = {
    {.name = "WAITING", .next = "TRAINING", .due = NextTraining},
    {.name = "TRAINING", .next = "DELETED", .work = Run, .on_failure = "WAITING"},
    {.name = "DELETED", .removed = true},
};

constexpr JobState kUpdateStates[] = {
    {.name = "CREATE PENDING", .duration = 200ms, .next = "CREATE IN_PROGRESS"},
    UpdatingState(RunUpdate),
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
};

}  // namespace

constexpr JobKind kAutomaticTrainingKind{.name = "personalize::automatic_training",
                                         .states = kStates,
                                         .fail = PutFailureReason,
                                         .find_flaw = FindFlaw};
static_assert(IsWellFormed(kAutomaticTrainingKind));

constexpr JobKind kSolutionUpdateKind{.name = "personalize::solution_update",
                                      .states = kUpdateStates,
                                      .fail = PutFailureReason,
                                      .find_flaw = FindUpdateFlaw};
static_assert(IsWellFormed(kSolutionUpdateKind));

Result<void> CheckSchedule(const Json& config) {
  const int days = DaysOf(config);
  if (days >= 1 && days <= kMaxTrainingDays) return {};
  return Fail(InvalidInput("Invalid schedulingExpression '" +
                           StringOr(config.at("autoTrainingConfig"), "schedulingExpression") +
                           "': the number of days must be from 1 to " +
                           std::to_string(kMaxTrainingDays) + ", as in rate(7 days)."));
}

void BeginAutomaticTraining(const Resource& solution, RequestContext& context) {
  if (!IsWanted(solution)) return;
  context.jobs.Submit(kAutomaticTrainingKind, TrainingOf(solution, /*is_first=*/true, context.now));
}

void ForgetAutomaticTraining(const Resource& solution, RequestContext& context) {
  const ResourcePtr training = context.resources.Find(ArnOfTraining(solution.arn));
  if (training == nullptr) return;
  context.resources.Remove(training->arn);
  context.jobs.Forget(*training);
}

std::string MarkOfInteractions(const Resource& solution, const RecordReader& records) {
  const Recipe* recipe = FindRecipe(StringOr(solution.document, "recipeArn"));
  const bool of_actions = recipe != nullptr && recipe->model == RecipeModel::kActions;
  const std::string dataset =
      DatasetArnOf(solution.parent, of_actions ? "ACTION_INTERACTIONS" : "INTERACTIONS");
  std::string mark;
  for (const std::string& stream : {BulkStream(dataset), PutStream(dataset)}) {
    const StreamState state = records.StateOf(stream);
    for (const std::int64_t number : {state.first_part, state.last_part, state.last}) {
      mark += std::to_string(number) + ".";
    }
  }
  return mark;
}

}  // namespace portside::personalize
