// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/training.h"

#include <optional>
#include <utility>

#include "services/personalize/limits.h"
#include "services/personalize/models/actions_model.h"
#include "services/personalize/models/held_out.h"
#include "services/personalize/models/personal_model.h"
#include "services/personalize/models/popularity_model.h"
#include "services/personalize/models/ranking.h"
#include "services/personalize/models/similar_items_model.h"
#include "services/personalize/models/user_segments_model.h"

namespace portside::personalize {
namespace {

using Trained = Expected<std::vector<Metric>, JobFailure>;
using Keep = std::function<void(std::string page)>;

JobFailure Stopped() { return {"The training was stopped."}; }

// One way to make, ask and keep each kind of model.
struct PersonalWay {
  using Model = PersonalModel;
  static std::optional<Model> Train(InteractionData data, const TrainingOptions& options) {
    return Model::Train(std::move(data), options);
  }
  static void Score(const Model& model, const TestUser& user, std::span<float> scores) {
    model.Score(user.history, scores);
  }
};

struct SimilarItemsWay {
  using Model = SimilarItemsModel;
  static std::optional<Model> Train(InteractionData data, const TrainingOptions& options) {
    return Model::Train(std::move(data), options);
  }
  // Of the user's last item.
  static void Score(const Model& model, const TestUser& user, std::span<float> scores) {
    std::optional<std::uint32_t> last;
    if (!user.history.empty()) last = user.history.front();
    model.Score(last, scores);
  }
};

template <RecipeModel kind>
struct PopularityWay {
  using Model = PopularityModel;
  static std::optional<Model> Train(InteractionData data, const TrainingOptions& options) {
    return kind == RecipeModel::kTrending ? Model::TrainTrending(std::move(data), options)
                                          : Model::TrainCount(std::move(data), options);
  }
  static void Score(const Model& model, const TestUser&, std::span<float> scores) {
    std::ranges::copy(model.scores(), scores.begin());
  }
};

template <typename Way>
std::vector<Metric> Measure(const typename Way::Model& model, std::span<const TestUser> tests) {
  const std::uint32_t items = model.items().size();
  std::vector<float> scores(items);
  return MeasureItems(tests, items, [&](const TestUser& user) {
    Way::Score(model, user, scores);
    return TopOf(scores, kMeasuredItems);
  });
}

template <typename Way>
Trained TrainItems(InteractionData data, TrainingOptions options, const Keep& keep) {
  const std::vector<TestUser> tests = HoldOutUsers(data, options.seed);
  for (const TestUser& test : tests) options.test_users.push_back(test.user);
  const bool twice = data.interactions.size() <= limits::kTrainedTwice;
  std::optional<InteractionData> all;
  if (twice) all = data;
  std::optional<typename Way::Model> model = Way::Train(std::move(data), options);
  if (!model || options.stop.stop_requested()) return Fail(Stopped());
  std::vector<Metric> metrics = Measure<Way>(*model, tests);
  if (twice) {
    options.test_users.clear();
    model = Way::Train(std::move(*all), options);
    if (!model) return Fail(Stopped());
  }
  model->Write(keep);
  return metrics;
}

Trained TrainSegments(InteractionData data, const TrainingOptions& options, const Keep& keep) {
  std::optional<InteractionData> all;
  const bool twice = data.interactions.size() <= limits::kTrainedTwice;
  if (twice) all = data;
  const std::vector<TestItem> tests = HoldOutNewest(data);
  auto model = UserSegmentsModel::Train(std::move(data), options);
  if (!model) return Fail(Stopped());
  const std::uint32_t users = model->users().size();
  std::vector<float> scores(users);
  std::vector<Metric> metrics =
      MeasureSegments(tests, users, [&](std::uint32_t item, std::size_t count) {
        model->Score({&item, 1}, scores);
        return TopOf(scores, count);
      });
  if (twice) model = UserSegmentsModel::Train(std::move(*all), options);
  if (!model) return Fail(Stopped());
  model->Write(keep);
  return metrics;
}

// Always twice: there are at most limits::kTrainedItems actions, and few are ever taken.
Trained TrainActions(InteractionData data, TrainingOptions options, bool has_minimum,
                     const Keep& keep) {
  const std::uint32_t least = has_minimum ? limits::kLeastActionEvents : 0;
  InteractionData taken = data;
  std::erase_if(taken.interactions, [](const Interaction& one) {
    return one.event_type != static_cast<std::uint16_t>(ActionEvent::kTaken);
  });
  const std::vector<TestUser> tests = HoldOutUsers(taken, options.seed);
  for (const TestUser& test : tests) options.test_users.push_back(test.user);
  auto model = ActionsModel::Train(data, options, least);
  if (!model) return Fail(Stopped());
  std::vector<Metric> metrics{MeasureActions(tests, model->items().size(),
                                             [&](const TestUser& user, std::span<float> scores) {
                                               model->Score(user.history, {}, scores);
                                             })};
  options.test_users.clear();
  model = ActionsModel::Train(std::move(data), options, least);
  if (!model) return Fail(Stopped());
  model->Write(keep);
  return metrics;
}

}  // namespace

Trained TrainRecipe(InteractionData data, const TrainingPlan& plan, const Keep& keep) {
  TrainingOptions options;
  options.seed = plan.seed;
  options.factors = plan.factors;
  options.stop = plan.stop;
  switch (plan.recipe.model) {
    case RecipeModel::kPersonal: return TrainItems<PersonalWay>(std::move(data), options, keep);
    case RecipeModel::kSimilarItems:
      return TrainItems<SimilarItemsWay>(std::move(data), options, keep);
    case RecipeModel::kPopularity:
      return TrainItems<PopularityWay<RecipeModel::kPopularity>>(std::move(data), options, keep);
    case RecipeModel::kTrending:
      return TrainItems<PopularityWay<RecipeModel::kTrending>>(std::move(data), options, keep);
    case RecipeModel::kUserSegments: return TrainSegments(std::move(data), options, keep);
    case RecipeModel::kActions: break;
  }
  return TrainActions(std::move(data), options, plan.has_minimum, keep);
}

}  // namespace portside::personalize
