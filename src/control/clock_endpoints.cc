// SPDX-License-Identifier: Apache-2.0

#include "portside/control/clock_endpoints.h"

#include <cmath>

#include "portside/base/iso_duration.h"
#include "portside/base/limits.h"
#include "portside/control/member_reader.h"

namespace portside {
namespace {

using Mode = UserClock::Mode;

constexpr double kSlowest = 0.001;
constexpr double kFastest = 1'000'000;

struct ModeName {
  Mode mode;
  const char* name;
};
constexpr ModeName kModes[] = {
    {Mode::kReal, "real"}, {Mode::kScaled, "scaled"}, {Mode::kManual, "manual"}};

const char* NameOf(Mode mode) {
  for (const ModeName& entry : kModes) {
    if (entry.mode == mode) return entry.name;
  }
  return "";
}

ControlAnswer Describe(const UserClock& clock, const Scheduler& scheduler) {
  Json body = {{"mode", NameOf(clock.mode())},
               {"scale", clock.scale()},
               {"now", FormatIso8601(clock.Now(), 6)},
               {"next_due", nullptr}};
  if (const auto due = scheduler.NextDue()) body["next_due"] = FormatIso8601(*due, 6);
  return {.body = std::move(body)};
}

struct Setting {
  std::optional<Mode> mode;
  std::optional<double> scale;
  std::optional<Timestamp> now;
};

ControlResult<Setting> ReadSetting(const ControlCall& call, Mode present) {
  MemberReader reader(call.body);
  Setting setting;
  const auto name = TRY(reader.Choice("mode", {"real", "scaled", "manual"}));
  for (const ModeName& entry : kModes) {
    if (name && *name == entry.name) setting.mode = entry.mode;
  }
  setting.scale = TRY(reader.Number("scale", kSlowest, kFastest));
  setting.now = TRY(reader.Time("now"));
  TRY(reader.Finish());
  const Mode mode = setting.mode.value_or(present);
  if (setting.scale && mode != Mode::kScaled) {
    return Fail(reader.Wrong("scale", "it is allowed with the mode scaled only."));
  }
  if (!setting.scale && setting.mode == Mode::kScaled) {
    return Fail(reader.Wrong("scale", "the mode scaled needs it: a number from 0.001 to 1000000."));
  }
  if (setting.now && mode == Mode::kReal) {
    return Fail(reader.Wrong("now", "the mode real shows the machine's time; choose another."));
  }
  return setting;
}

void Apply(const Setting& setting, UserClock& clock) {
  if (setting.mode || setting.scale) {
    clock.SetMode(setting.mode.value_or(clock.mode()), setting.scale.value_or(1.0));
  }
  if (setting.now) clock.MoveTo(*setting.now);
}

// A number of seconds, or a text such as "PT90S".
ControlResult<Duration> ReadAdvance(const ControlCall& call) {
  MemberReader reader(call.body);
  const auto member = call.body.find("seconds");
  const bool is_text = member != call.body.end() && member->is_string();
  const std::string allowed =
      "it must be a number of seconds from 0 to " +
      std::to_string(std::chrono::seconds(limits::kLongestDuration).count()) +
      ", or a duration such as \"PT1H30M\".";
  Duration by{};
  if (is_text) {
    const auto duration = ParseIsoDuration(*TRY(reader.Text("seconds")));
    if (!duration) return Fail(reader.Wrong("seconds", allowed));
    by = *duration;
  } else {
    const double longest =
        static_cast<double>(std::chrono::seconds(limits::kLongestDuration).count());
    const auto seconds = reader.Number("seconds", 0, longest);
    if (!seconds || !*seconds) return Fail(reader.Wrong("seconds", allowed));
    by = Duration(std::llround(**seconds * 1e6));
  }
  TRY(reader.Finish());
  return by;
}

}  // namespace

std::vector<Endpoint> ClockEndpoints(UserClock& clock, ClockDriver& driver, Scheduler& scheduler) {
  std::vector<Endpoint> endpoints;
  endpoints.push_back(MakeEndpoint("GET", "/_portside/clock", "GetClock",
                                   [&](const ControlCall&) -> ControlResult<ControlAnswer> {
                                     return Describe(clock, scheduler);
                                   }));
  endpoints.push_back(MakeEndpoint("PUT", "/_portside/clock", "SetClock",
                                   [&](const ControlCall& call) -> ControlResult<ControlAnswer> {
                                     Apply(TRY(ReadSetting(call, clock.mode())), clock);
                                     scheduler.ClockChanged();
                                     return Describe(clock, scheduler);
                                   }));
  endpoints.push_back({"POST", "/_portside/clock/advance", "AdvanceClock",
                       [&](const ControlCall& call, const ControlRespond& respond) {
                         const ControlResult<Duration> by = ReadAdvance(call);
                         if (!by) return respond(Fail(by.error()));
                         driver.Advance(*by, [&, respond] {
                           scheduler.ClockChanged();
                           respond(Describe(clock, scheduler));
                         });
                       }});
  return endpoints;
}

}  // namespace portside
