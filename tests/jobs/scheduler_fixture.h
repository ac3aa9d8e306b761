// SPDX-License-Identifier: Apache-2.0
//
// A scheduler on a virtual clock, with workers that run at once or when they are told to.

#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "portside/jobs/scheduler.h"
#include "portside/objects/memory_object_store.h"

namespace portside {

// Holds work until it is told to run it, as a busy pool would.
class HeldWorkerPool final : public WorkerPool {
 public:
  explicit HeldWorkerPool(const RecordReader& records) : records_(records) {}
  void Run(WorkTask task, WorkDone done, std::size_t) override {
    held_.push_back({std::move(task), std::move(done)});
  }
  void Release() {
    auto held = std::exchange(held_, {});
    for (auto& [task, done] : held) done(task(WorkerTools{records_, on_core_}));
  }
  [[nodiscard]] std::size_t held() const { return held_.size(); }

 private:
  const RecordReader& records_;
  const std::function<void(std::function<void()>)> on_core_ = [](const auto& call) { call(); };
  std::vector<std::pair<WorkTask, WorkDone>> held_;
};

class SchedulerFixture : public testing::Test {
 protected:
  explicit SchedulerFixture(const JobKind& kind) : kind_(kind) {
    scheduler_ = MakeScheduler(inline_workers_, {});
  }

  std::unique_ptr<Scheduler> MakeScheduler(WorkerPool& workers, Scheduler::Options options) {
    auto scheduler = std::make_unique<Scheduler>(clock_, database_, Stores{resources_, records_},
                                                 objects_, workers, options);
    scheduler->Register(kind_);
    return scheduler;
  }

  std::string Submit(const std::string& name, Json document = Json::object(),
                     const std::string& account = "") {
    Resource resource;
    resource.arn = "arn:aws:test::" + account + ":greeting/" + name;
    resource.name = name;
    resource.account = "000000000000";
    resource.region = "us-east-1";
    resource.created_at = clock_.Now();
    resource.document = std::move(document);
    scheduler_->Submit(kind_, resource);
    database_.Commit();
    return resource.arn;
  }

  void Advance(Duration by) {
    clock_.Advance(by);
    scheduler_->RunDue();
  }

  CommandOutcome Ask(JobVerb verb, const std::string& arn) {
    return scheduler_->Command(kind_, verb, *resources_.Find(arn));
  }

  std::string StateOf(const std::string& arn) {
    const ResourcePtr resource = resources_.Find(arn);
    return resource == nullptr ? "gone" : resource->state;
  }

  std::vector<std::string> RowsOf(const std::string& stream) const {
    std::vector<std::string> rows;
    records_.Visit(stream, [&](const Record& record) { rows.emplace_back(record.bytes); });
    return rows;
  }

  const JobKind& kind_;
  VirtualClock clock_;
  Database database_{":memory:"};
  ResourceRepository resources_{database_};
  RecordLog records_{database_};
  MemoryObjectStore objects_{clock_};
  InlineWorkerPool inline_workers_{records_};
  HeldWorkerPool held_workers_{records_};
  std::unique_ptr<Scheduler> scheduler_;
};

}  // namespace portside
