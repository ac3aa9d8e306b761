// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/table_parts.h"

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include "services/glue/catalog/catalog.h"
#include "services/glue/limits.h"

namespace portside::glue {
namespace {

constexpr std::array<std::string_view, 3> kParts = {kTableVersion, kPartition, kColumnStatistics};

// Whether there are more of these parts.
bool RemoveSome(const Resource& owner, const std::string& parts, ResourceRepository& resources) {
  std::size_t left = limits::kRemovedParts;
  for (const std::string_view kind : kParts) {
    const ResourcePage page = resources.List(
        {.scope = {kind, owner.account, owner.region}, .parent = parts, .limit = left});
    for (const ResourcePtr& part : page.resources) resources.Remove(part->arn);
    left -= page.resources.size();
    if (page.next || left == 0) return true;
  }
  return false;
}

Resource RemovalOf(const Resource& owner, const std::string& parts, std::int64_t number,
                   Timestamp now) {
  Resource removal;
  removal.arn = parts + "/removal/" + std::to_string(number);
  removal.account = owner.account;
  removal.region = owner.region;
  removal.name = owner.name;
  removal.created_at = now;
  removal.document = {{"Parts", parts}, {"Number", number}};
  return removal;
}

WorkResult Run(WorkContext& context) {
  WorkOutput output;
  const auto goes_on = std::make_shared<bool>(false);
  const std::string parts = StringOr(context.job.document, "Parts");
  const std::int64_t number = context.job.document.value("Number", std::int64_t{0});
  output.commit = [goes_on, parts](const Resource& job, Stores& stores) {
    *goes_on = RemoveSome(job, parts, stores.resources);
  };
  output.begin = [goes_on, parts, number](const Resource& job, Stores&) {
    std::vector<NewJob> jobs;
    if (*goes_on) {
      jobs.push_back({&kTableRemovalKind, RemovalOf(job, parts, number + 1, job.updated_at)});
    }
    return jobs;
  };
  return output;
}

// Nobody reads what became of it.
void Ignore(Json&, const JobFailure&) {}

constexpr JobState kStates[] = {
    {.name = "REMOVING", .next = "DELETED", .work = Run, .on_failure = "DELETED"},
    {.name = "DELETED", .removed = true},
};

std::optional<std::string> FindFlaw(const Json& document) {
  if (!StringOr(document, "Parts").empty()) return std::nullopt;
  return "has no text 'Parts'";
}

}  // namespace

constexpr JobKind kTableRemovalKind{
    .name = "glue::table_removal", .states = kStates, .fail = Ignore, .find_flaw = FindFlaw};
static_assert(IsWellFormed(kTableRemovalKind));

std::string PartsOf(const Resource& table) {
  return table.arn + "#" + std::to_string(table.sequence);
}

void RemoveParts(const Resource& table, RequestContext& context) {
  const std::string parts = PartsOf(table);
  if (!RemoveSome(table, parts, context.resources)) return;
  context.jobs.Submit(kTableRemovalKind, RemovalOf(table, parts, 1, context.now));
}

}  // namespace portside::glue
