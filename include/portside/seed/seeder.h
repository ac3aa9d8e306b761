// SPDX-License-Identifier: Apache-2.0
//
// Seeder: does what checked init files ask for, in their order, before the server takes requests:
// buckets, objects, calls. What a call begins comes to rest before the next one, without time
// passing. Core thread only.

#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "portside/base/clock.h"
#include "portside/base/random.h"
#include "portside/jobs/clock_driver.h"
#include "portside/jobs/scheduler.h"
#include "portside/seed/seed_file.h"
#include "portside/services/core/modelled_service.h"
#include "portside/store/record_log.h"
#include "portside/store/resource_repository.h"

namespace portside {

// Everything outlives the Seeder.
struct SeedTools {
  const Clock& clock;
  Database& database;
  ResourceRepository& resources;
  RecordLog& records;
  Scheduler& jobs;
  ClockDriver& driver;
  ObjectStore& objects;
  Random& request_ids;
  const std::vector<std::unique_ptr<ModelledService>>& services;
};

class Seeder {
 public:
  explicit Seeder(SeedTools tools);

  // The first failure ends it. Files that ran in this database already, by their bytes, are
  // skipped. Once in a Seeder's life; calls back now or later.
  using Done = std::function<void(FileResult<void>)>;
  void Run(const std::vector<SeedFile>& files, Done done);

  // {"files": [{"file", "state", "buckets", "objects", "calls": […]}]}, as far as it came.
  [[nodiscard]] const Json& report() const { return report_; }

 private:
  void NextFile();
  void NextCall();
  void AfterCall();
  void EndFile();
  void Finish(FileResult<void> result);
  // Runs a step; what a broken disk or database throws ends the seeding at that line.
  void Guard(int line, const std::function<void()>& step);

  [[nodiscard]] bool HasRun(const SeedFile& file) const;
  FileResult<void> MakeBucket(const SeedFile& file, const SeedBucket& bucket);
  FileResult<void> PutObject(const SeedFile& file, const SeedObject& object);
  Expected<Json, std::string> Perform(const SeedCall& call);
  // Why what the call began has not ended well; empty where it has.
  [[nodiscard]] std::string MistakeOfJobs() const;
  void Report(const SeedFile& file, const std::string& state);
  Json& ReportOfCall();
  [[nodiscard]] const SeedCall& call() const { return files_.front().calls[next_call_]; }

  SeedTools tools_;
  std::deque<SeedFile> files_;  // the first is under way
  std::size_t next_call_ = 0;
  std::map<std::string, Json, std::less<>> outputs_;  // of the file's calls, by name
  std::set<std::string> entered_;                     // ARNs that moved since the call
  std::string rule_;                                  // how they move
  Done done_;
  Json report_ = {{"files", Json::array()}};
};

}  // namespace portside
