// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/scene_search.h"

#include <algorithm>
#include <cmath>

#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

using std::chrono::seconds;
constexpr double kDaySeconds = 86400;

// A mission as a search sees it.
struct Rhythm {
  double scenes_per_day;  // of one footprint, about
  double cycle_days;      // after which everything repeats
  ServiceTime service;
};

Rhythm RhythmOf(Mission mission) {
  if (mission == Mission::kSentinel2) return {0.35, 10, kSentinel2Service};
  return {0.125, 16, kLandsatService};
}

// Whole seconds, as scenes have them; both belong to it.
struct Range {
  Timestamp start;
  Timestamp end;
  [[nodiscard]] double Days() const {
    return std::chrono::duration<double>(end - start).count() / kDaySeconds;
  }
};

Range RangeOf(const SceneSearch& search) {
  const ServiceTime service = RhythmOf(search.mission).service;
  return {std::chrono::ceil<seconds>(std::max(search.start, service.first)),
          std::chrono::floor<seconds>(std::min(search.end, service.last))};
}

Duration Days(double days) {
  return std::chrono::duration_cast<seconds>(std::chrono::duration<double>(days * kDaySeconds));
}

// About as many scenes as a few pages have, so that little is made that is not looked at.
Duration SliceOf(const SceneSearch& search) {
  constexpr double kScenesPerSlice = 256;
  constexpr double kShortest = 600 / kDaySeconds;
  constexpr double kLongest = 1000;
  const double per_day =
      RhythmOf(search.mission).scenes_per_day * static_cast<double>(search.footprints->size());
  return Days(std::clamp(kScenesPerSlice / per_day, kShortest, kLongest));
}

std::vector<Scene> ScenesIn(const SceneSearch& search, const Range& range) {
  std::vector<Scene> scenes;
  for (const Footprint& footprint : *search.footprints) {
    std::ranges::move(ScenesOver(footprint, search.mission, range.start, range.end, search.seed),
                      std::back_inserter(scenes));
  }
  std::ranges::sort(scenes, IsBefore);
  return scenes;
}

class Walk {
 public:
  Walk(const SceneSearch& search, const std::optional<SearchPosition>& after,
       CloudsOverLand& clouds)
      : search_(search), after_(after), filters_(search.property_filters, clouds) {}

  SearchPage Run() {
    Range left = RangeOf(search_);
    if (after_) left.end = std::min(left.end, after_->acquired);
    const Duration length = SliceOf(search_);
    while (left.start <= left.end && !page_.next) {
      const Range slice{std::max(left.start, left.end - length), left.end};
      looks_ += search_.footprints->size() / 8 + 1;
      for (Scene& scene : ScenesIn(search_, slice)) {
        if (!LookAt(scene)) return std::move(page_);
      }
      left.end = slice.start - seconds(1);
      // After every id.
      if (looks_ > limits::kLooksPerSearch) page_.next = SearchPosition{slice.start, "~"};
    }
    return std::move(page_);
  }

 private:
  // False: the page ends here.
  bool LookAt(Scene& scene) {
    if (after_ && !IsAfterStart(scene)) return true;
    if (looks_ > limits::kLooksPerSearch) {
      page_.next = last_;
      return false;
    }
    ++looks_;
    // To tell the clouds over land, its pixels are drawn.
    if (search_.mission == Mission::kLandsat && filters_.HoldCheaply(scene)) {
      looks_ += limits::kLooksPerSearch / limits::kDrawnPerSearch;
    }
    if (filters_.Hold(scene)) {
      if (page_.scenes.size() == limits::kScenesPerPage) {
        page_.next = last_;
        return false;
      }
      page_.scenes.push_back(scene);
    }
    last_ = {scene.acquired, scene.id};
    return true;
  }

  [[nodiscard]] bool IsAfterStart(const Scene& scene) const {
    return scene.acquired != after_->acquired ? scene.acquired < after_->acquired
                                              : scene.id > after_->id;
  }

  const SceneSearch& search_;
  const std::optional<SearchPosition>& after_;
  const PropertyFilters filters_;
  std::size_t looks_ = 0;
  SearchPosition last_{};
  SearchPage page_;
};

std::int64_t CountIn(const SceneSearch& search, const Footprint& footprint, const Range& range,
                     const PropertyFilters& filters) {
  const std::vector<Scene> scenes =
      ScenesOver(footprint, search.mission, range.start, range.end, search.seed);
  return std::ranges::count_if(scenes,
                               [&](const Scene& scene) { return filters.HoldCheaply(scene); });
}

// Some cycles of some footprints stand for all.
std::int64_t Estimate(const SceneSearch& search, const Range& range,
                      const PropertyFilters& filters) {
  constexpr std::size_t kFootprints = 32;
  constexpr int kWindows = 8;
  const double window = std::min(RhythmOf(search.mission).cycle_days, range.Days() / kWindows);
  const std::vector<Footprint>& all = *search.footprints;
  const std::size_t taken = std::min(all.size(), kFootprints);
  std::int64_t found = 0;
  for (std::size_t sample = 0; sample < taken; ++sample) {
    const Footprint& footprint = all[sample * all.size() / taken];
    for (int number = 0; number < kWindows; ++number) {
      const Timestamp start = range.start + Days(range.Days() * number / kWindows);
      found += CountIn(search, footprint, {start, start + Days(window) - seconds(1)}, filters);
    }
  }
  const double part = static_cast<double>(taken) / static_cast<double>(all.size()) * window *
                      kWindows / range.Days();
  return std::llround(static_cast<double>(found) / part);
}

}  // namespace

SearchPage TakeScenes(const SceneSearch& search, const std::optional<SearchPosition>& after,
                      CloudsOverLand& clouds) {
  if (search.footprints->empty()) return {};
  return Walk(search, after, clouds).Run();
}

std::int64_t CountScenes(const SceneSearch& search, CloudsOverLand& clouds) {
  constexpr double kCounted = 4096;
  const Range range = RangeOf(search);
  if (search.footprints->empty() || range.start > range.end) return 0;
  const PropertyFilters filters(search.property_filters, clouds);
  const double expected = RhythmOf(search.mission).scenes_per_day * range.Days() *
                          static_cast<double>(search.footprints->size());
  if (expected > kCounted) return Estimate(search, range, filters);
  std::int64_t count = 0;
  for (const Footprint& footprint : *search.footprints) {
    count += CountIn(search, footprint, range, filters);
  }
  return count;
}

}  // namespace portside::sagemaker_geospatial
