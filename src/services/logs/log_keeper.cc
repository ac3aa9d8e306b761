// SPDX-License-Identifier: Apache-2.0

#include "portside/services/logs/log_keeper.h"

#include "services/logs/log_pages.h"
#include "services/logs/log_resources.h"

namespace portside::logs {
namespace {

Resource NewOf(std::string_view kind, std::string arn, std::string_view name,
               const JobLines& lines) {
  Resource made;
  made.arn = std::move(arn);
  made.kind = kind;
  made.account = lines.job.account;
  made.region = lines.job.region;
  made.name = name;
  made.created_at = lines.ingested;
  made.updated_at = lines.ingested;
  made.document = {{kBytes, 0}};
  return made;
}

ResourcePtr FindOrMakeGroup(const JobLines& lines, const Stores& stores) {
  std::string arn = GroupArn(lines.job.region, lines.job.account, lines.group);
  if (ResourcePtr group = stores.resources.Find(arn)) return group;
  return stores.resources.Insert(NewOf(kGroupKind, std::move(arn), lines.group, lines));
}

// Its bytes, and how they have changed, for its group.
Resource TakeStream(const JobLines& lines, const Resource& group, const Stores& stores,
                    std::int64_t& change) {
  std::string arn = StreamArn(group.arn, lines.stream);
  const ResourcePtr found = stores.resources.Find(arn);
  if (found != nullptr && !lines.begins) return *found;
  if (found != nullptr) {
    change -= found->document.at(kBytes).get<std::int64_t>();
    stores.records.Clear(EventsOf(arn));
    stores.resources.Remove(arn);
  }
  Resource made = NewOf(kStreamKind, std::move(arn), lines.stream, lines);
  made.parent = group.name;
  return *stores.resources.Insert(std::move(made));
}

}  // namespace

void KeepLines(const JobLines& lines, const Stores& stores) {
  if (lines.lines.empty()) return;
  const ResourcePtr group = FindOrMakeGroup(lines, stores);
  std::int64_t change = 0;
  Resource stream = TakeStream(lines, *group, stores, change);
  std::int64_t bytes = 0;
  for (const LogLine& line : lines.lines) bytes += std::ssize(line.text);
  for (const std::string& page : MakePages(lines.lines, lines.ingested)) {
    stores.records.Append(EventsOf(stream.arn), page);
  }
  Json& document = stream.document;
  document.emplace(kFirstEvent, ToMilliseconds(lines.lines.front().at));
  document[kLastEvent] = ToMilliseconds(lines.lines.back().at);
  document[kLastIngestion] = ToMilliseconds(lines.ingested);
  document[kBytes] = document.at(kBytes).get<std::int64_t>() + bytes;
  stream.updated_at = lines.lines.back().at;
  stores.resources.Update(std::move(stream));

  Resource changed = *group;
  changed.document[kBytes] = group->document.at(kBytes).get<std::int64_t>() + change + bytes;
  stores.resources.Update(std::move(changed));
}

}  // namespace portside::logs
