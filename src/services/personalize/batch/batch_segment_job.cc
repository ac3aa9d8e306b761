// SPDX-License-Identifier: Apache-2.0
//
// Batch segment jobs: for each line of the input the users who most likely take to an item, or to
// the items that have some attributes.

#include "services/personalize/batch/batch_files.h"
#include "services/personalize/batch/batch_jobs.h"
#include "services/personalize/batch/item_attributes.h"
#include "services/personalize/batch/user_filter.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/limits.h"
#include "services/personalize/models/ranking.h"
#include "services/personalize/quotas.h"
#include "services/personalize/recommending/trained_model.h"
#include "services/personalize/rules.h"
#include "services/personalize/states.h"
#include "services/personalize/training/model_stream.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kByAttributes = "aws-item-attribute-affinity";

class Segments {
 public:
  explicit Segments(const WorkContext& context)
      : document_(context.job.document),
        records_(context.records),
        group_(StringOr(document_, "datasetGroupArn"), document_.at(std::string(kSchemasMember))),
        model_(TrainedModel::Read(records_, ModelStream(context.job.parent))),
        by_attributes_(StringOr(document_.at(std::string(kVersionMember)), "recipeArn")
                           .ends_with(kByAttributes)) {}

  // Of a version of another recipe there can be none here.
  [[nodiscard]] bool HasModel() const { return model_.segments() != nullptr; }

  Expected<Json, std::string> Answer(const Json& line) {
    const UserSegmentsModel& model = *model_.segments();
    const std::vector<std::uint32_t> items = TRY(ItemsOf(line));
    std::vector<float> scores(model.users().size());
    model.Score(items, scores);
    std::optional<UserFilter> filter;
    if (const auto use = TRY(FilterOfLine(document_, line))) {
      filter = TRY(UserFilter::Apply(*use, group_, records_));
    }
    Json users = Json::array();
    for (const std::uint32_t user :
         TopOf(scores, document_.at("numResults").get<std::size_t>(), [&](std::uint32_t number) {
           return !filter || filter->Passes(model.users()[number]);
         })) {
      users.push_back(model.users()[user]);
    }
    return Json{{"usersList", std::move(users)}};
  }

 private:
  Expected<std::vector<std::uint32_t>, std::string> ItemsOf(const Json& line) {
    const IdTable& items = model_.items();
    if (by_attributes_) {
      return FindItemsWith(TRY(TextOfLine(line, "itemAttributes")), items, group_, records_);
    }
    const std::string id = TRY(TextOfLine(line, "itemId"));
    const auto item = items.Find(id);
    if (item) return std::vector<std::uint32_t>{*item};
    return Fail("The solution version does not know the item '" + id + "'.");
  }

  const Json& document_;
  const RecordReader& records_;
  GroupMemory group_;
  TrainedModel model_;
  bool by_attributes_;
};

WorkResult Run(WorkContext& context) {
  Segments segments(context);
  if (!segments.HasModel()) return Fail(JobFailure{"The model makes no segments.", "SERVER_ERROR"});
  const auto answer = [&](const Json& line) {
    Expected<Json, std::string> answered = Json();
    context.records.Together([&] { answered = segments.Answer(line); });
    return answered;
  };
  WorkOutput output;
  output.document[std::string(kRowsMember)] = TRY(AnswerFiles(context, answer));
  return output;
}

constexpr auto kStates = WorkStates(Run, limits::kBatchBytes);

}  // namespace

constexpr JobKind kBatchSegmentJobKind{.name = "personalize::batch_segment_job",
                                       .states = kStates,
                                       .fail = PutFailureReason,
                                       .find_flaw = FindBatchFlaw};
static_assert(IsWellFormed(kBatchSegmentJobKind));

Result<void> PrepareBatchSegmentJob(const Json& input, Resource& job, RequestContext& context) {
  const Recipe* recipe = TRY(RecipeOfBatch(input, context));
  if (recipe->model != RecipeModel::kUserSegments) {
    return Fail(InvalidInput("The recipe " + std::string(recipe->name) +
                             " makes no user segments: use a solution version of a recipe of the "
                             "type USER_SEGMENTATION, or a batch inference job."));
  }
  return PrepareBatchJob(input, job, context, FilterTarget::kUsers, kMaxSegmentUsers);
}

}  // namespace portside::personalize
