// SPDX-License-Identifier: Apache-2.0

#include "control/match_reader.h"

#include "portside/base/glob.h"
#include "portside/base/limits.h"

namespace portside {

std::string KindNames(const Scheduler& scheduler) {
  std::string names;
  for (const JobKind* kind : scheduler.Kinds()) {
    names += (names.empty() ? "" : ", ") + std::string(kind->name);
  }
  return names;
}

ControlResult<ResourceMatch> ReadMatch(const Json* match, const std::string& path,
                                       const Scheduler& scheduler) {
  if (match == nullptr) return ResourceMatch();
  MemberReader reader(*match, path);
  ResourceMatch read;
  read.kind = TRY(reader.Text("kind")).value_or("");
  read.name = TRY(reader.Text("name")).value_or("");
  read.arn = TRY(reader.Text("arn")).value_or("");
  read.account = TRY(reader.Text("account")).value_or("");
  read.region = TRY(reader.Text("region")).value_or("");
  TRY(reader.Finish());
  bool is_known = read.kind.empty();
  for (const JobKind* kind : scheduler.Kinds()) {
    is_known = is_known || MatchesGlob(read.kind, kind->name);
  }
  if (!is_known) {
    return Fail(
        reader.Wrong("kind", "kinds are " + KindNames(scheduler) + "; * and ? are allowed."));
  }
  if (!read.account.empty() &&
      (read.account.size() != 12 ||
       read.account.find_first_not_of("0123456789") != std::string::npos)) {
    return Fail(reader.Wrong("account", "an account has 12 digits."));
  }
  return read;
}

ControlResult<ResourceMatch> ReadMatchOf(MemberReader& reader, const Scheduler& scheduler) {
  const Json* match = TRY(reader.Object("match"));
  return ReadMatch(match, "match", scheduler);
}

ControlResult<void> CheckRoom(std::size_t present, std::size_t more) {
  if (present + more <= limits::kRules) return {};
  return Fail(ControlError{400,
                           "There are " + std::to_string(present) + " rules already, and at most " +
                               std::to_string(limits::kRules) +
                               " are allowed; remove some, or reset.",
                           ""});
}

Json MatchToJson(const ResourceMatch& match) {
  Json json = Json::object();
  for (const auto& [name, value] :
       {std::pair("kind", &match.kind), std::pair("name", &match.name),
        std::pair("arn", &match.arn), std::pair("account", &match.account),
        std::pair("region", &match.region)}) {
    if (!value->empty()) json[name] = *value;
  }
  return json;
}

}  // namespace portside
