// SPDX-License-Identifier: Apache-2.0

#include "portside/seed/seeder.h"

#include <exception>
#include <utility>

#include "portside/base/log.h"
#include "portside/store/unit_of_work.h"
#include "seed/object_writer.h"
#include "seed/operations.h"
#include "seed/references.h"

namespace portside {
namespace {

// What ran in this database, a record for each file. A reset forgets it with everything else.
constexpr std::string_view kStream = "init";

Json CallToJson(const SeedCall& call, const std::string& state) {
  return {{"line", call.line},
          {"service", call.service},
          {"operation", call.operation},
          {"as", call.as.empty() ? Json() : Json(call.as)},
          {"state", state}};
}

// A state in which a job of this kind has failed: one that failures alone lead to. (A dataset whose
// update failed is ACTIVE again, as it was.)
bool IsFailure(const JobKind& kind, std::string_view state) {
  bool is_failure = false;
  for (const JobState& each : kind.states) {
    if (each.next == state) return false;
    is_failure = is_failure || (!each.on_failure.empty() && each.on_failure == state);
  }
  return is_failure;
}

}  // namespace

Seeder::Seeder(SeedTools tools) : tools_(tools) {}

void Seeder::Run(const std::vector<SeedFile>& files, Done done) {
  files_.assign(files.begin(), files.end());
  done_ = std::move(done);
  tools_.jobs.OnEntered([this](const Resource& resource) { entered_.insert(resource.arn); });
  Guard(0, [this] { NextFile(); });
}

void Seeder::Guard(int line, const std::function<void()>& step) {
  try {
    step();
  } catch (const std::exception& broken) {
    // What comes after the seeding is not the file's fault.
    if (!done_) throw;
    Finish(Fail(FileError{files_.front().path, line, broken.what()}));
  }
}

void Seeder::NextFile() {
  while (!files_.empty() && HasRun(files_.front())) {
    Report(files_.front(), "skipped");
    log::Info("init file skipped, it ran before",
              {{"file", std::string_view(files_.front().path)}});
    files_.pop_front();
  }
  if (files_.empty()) return Finish({});
  next_call_ = 0;
  outputs_.clear();
  const SeedFile& file = files_.front();
  Report(file, "running");
  for (const SeedBucket& bucket : file.buckets) {
    if (auto made = MakeBucket(file, bucket); !made) return Finish(std::move(made));
  }
  for (const SeedObject& object : file.objects) {
    FileResult<void> put;
    Guard(object.line, [&] { put = PutObject(file, object); });
    if (!done_) return;
    if (!put) return Finish(std::move(put));
  }
  NextCall();
}

bool Seeder::HasRun(const SeedFile& file) const {
  bool has_run = false;
  tools_.records.Visit(kStream, [&](const Record& record) {
    const Json ran = ParseJson(record.bytes).value_or(Json::object());
    has_run = has_run || StringOr(ran, "hash") == file.hash;
  });
  return has_run;
}

FileResult<void> Seeder::MakeBucket(const SeedFile& file, const SeedBucket& wanted) {
  const auto existing = tools_.objects.FindBucket(wanted.name);
  // One's own bucket may be there: an earlier file, or a run that failed later, has made it.
  if (existing && existing->account == wanted.owner.account) return {};
  Bucket bucket;
  bucket.name = wanted.name;
  bucket.account = wanted.owner.account;
  bucket.region = wanted.owner.region;
  bucket.created_at = tools_.clock.Now();
  bucket.tags = wanted.tags;
  const auto made = tools_.objects.CreateBucket(bucket);
  if (made) return {};
  return Fail(FileError{file.path, wanted.line, made.error().Describe()});
}

FileResult<void> Seeder::PutObject(const SeedFile& file, const SeedObject& object) {
  return WriteSeedObject(file.path, object, ObjectAccess(tools_.objects, object.owner.account));
}

void Seeder::NextCall() {
  const SeedFile& file = files_.front();
  if (next_call_ == file.calls.size()) return Guard(0, [this] { EndFile(); });
  // What is to come to rest takes no time; what is not waits for the end of the seeding.
  Transition transition;
  transition.progression = call().settle ? Progression::kImmediate : Progression::kManual;
  rule_ = tools_.jobs.rules().SetTransition({}, transition);
  entered_.clear();
  Guard(call().line, [this] {
    Json& report = ReportOfCall();
    Expected<Json, std::string> output = Perform(call());
    if (output) {
      if (!call().as.empty()) outputs_[call().as] = std::move(*output);
    } else if (call().may_fail) {
      report["state"] = "failed";
      report["reason"] = output.error();
    } else {
      Finish(Fail(FileError{files_.front().path, call().line, output.error()}));
    }
  });
  if (!done_) return;
  tools_.driver.Settle([this] { Guard(call().line, [this] { AfterCall(); }); });
}

Expected<Json, std::string> Seeder::Perform(const SeedCall& call) {
  std::vector<const ServiceModel*> models;
  for (const auto& service : tools_.services) models.push_back(&service->model());
  const NamedOperation named = TRY(FindOperation(models, call.service, call.operation));
  const Lookup owner = OwnerLookup(call.owner.account, call.owner.region);
  const Lookup lookup = [&](const std::string& reference) -> Expected<Json, std::string> {
    const std::vector<std::string> path = PathOf(reference);
    const auto output = outputs_.find(path[0]);
    if (path.size() == 1) return owner(reference);
    const Json* value = output == outputs_.end() ? nullptr : ValueAt(output->second, path);
    if (value != nullptr) return *value;
    return Fail("${" + reference + "}: the call that it refers to gave no such thing");
  };
  const auto input = ExpandTree("", call.input, lookup);
  if (!input) return Fail(input.error().reason);
  const Caller caller{.request_id = tools_.request_ids.Uuid(),
                      .account = call.owner.account,
                      .region = call.owner.region,
                      .access_key = call.owner.account};
  Result<Json> output = tools_.services[named.model]->Call(call.operation, *input, caller);
  if (output) return std::move(*output);
  const ServiceError& error = output.error();
  return Fail(call.service + "." + call.operation + ": " + error.code +
              (error.message.empty() ? "" : ": " + error.message));
}

void Seeder::AfterCall() {
  if (call().settle) {
    const std::string mistake = MistakeOfJobs();
    if (!mistake.empty() && !call().may_fail) {
      return Finish(Fail(FileError{files_.front().path, call().line,
                                   call().service + "." + call().operation + ": " + mistake}));
    }
    if (!mistake.empty()) {
      ReportOfCall()["state"] = "failed";
      ReportOfCall()["reason"] = mistake;
    }
  }
  ++next_call_;
  NextCall();
}

std::string Seeder::MistakeOfJobs() const {
  for (const std::string& arn : entered_) {
    const JobKind* kind = nullptr;
    const ResourcePtr resource = tools_.resources.Find(arn);
    if (resource != nullptr) kind = tools_.jobs.FindKind(resource->kind);
    if (kind == nullptr) continue;
    if (IsFailure(*kind, resource->state)) {
      return arn + " ended " + resource->state + ": " + resource->timeline.back().reason;
    }
    if (resource->due_at) return arn + " does not come to rest: it stays " + resource->state;
  }
  return "";
}

void Seeder::EndFile() {
  const SeedFile& file = files_.front();
  UnitOfWork unit(tools_.database);
  tools_.records.Append(kStream, DumpJson({{"hash", file.hash}, {"file", file.path}}));
  unit.Commit();
  tools_.database.Flush();
  report_["files"].back()["state"] = "done";
  log::Info("init file done", {{"file", std::string_view(file.path)},
                               {"buckets", static_cast<std::int64_t>(file.buckets.size())},
                               {"objects", static_cast<std::int64_t>(file.objects.size())},
                               {"calls", static_cast<std::int64_t>(file.calls.size())}});
  files_.pop_front();
  NextFile();
}

void Seeder::Finish(FileResult<void> result) {
  if (!done_) return;
  tools_.jobs.OnEntered(nullptr);
  tools_.jobs.rules().RemoveTransition(rule_);
  const Done done = std::exchange(done_, nullptr);
  // What a call left on its way goes on in the times of its kind.
  if (result) tools_.jobs.RulesChanged();
  done(std::move(result));
}

void Seeder::Report(const SeedFile& file, const std::string& state) {
  Json calls = Json::array();
  if (state == "skipped") {
    for (const SeedCall& call : file.calls) calls.push_back(CallToJson(call, state));
  }
  report_["files"].push_back({{"file", file.path},
                              {"state", state},
                              {"buckets", file.buckets.size()},
                              {"objects", file.objects.size()},
                              {"calls", std::move(calls)}});
}

Json& Seeder::ReportOfCall() {
  Json& calls = report_["files"].back()["calls"];
  if (calls.size() <= next_call_) calls.push_back(CallToJson(call(), "done"));
  return calls.back();
}

}  // namespace portside
