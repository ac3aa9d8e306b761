// SPDX-License-Identifier: Apache-2.0
//
// RecordLog: ordered blobs in named streams, the tables `streams` and `records`: imported rows, put
// events, labels, results. Readers know a stream by its name ("<dataset ARN>#bulk"); a record's
// bytes are its owner's business and may hold many rows (a page), so that a million rows are a
// thousand inserts. Sequence numbers grow over all streams, so two streams can be merged in order
// of arrival.
//
// What a job brings is staged: written in small units into a stream that nobody reads yet, and
// published under its name by the change of one row, whatever it holds. What is dropped is gone for
// readers at once, and its records go in slices (Sweep).

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "portside/store/database.h"

namespace portside {

struct Record {
  std::int64_t sequence;
  std::string_view stream;
  std::string_view bytes;  // valid during the visit
};

// What a stream holds: while a log has one generation, streams of equal states are equal. A state
// that differs in `last` only has more records, behind those that were there.
struct StreamState {
  std::int64_t first_part = 0;  // what was published first and last; zero: nothing
  std::int64_t last_part = 0;
  std::int64_t last = 0;  // the sequence number of the last record

  friend bool operator==(const StreamState&, const StreamState&) = default;
  [[nodiscard]] bool HasGrownFrom(const StreamState& former) const {
    return first_part == former.first_part && last_part == former.last_part && last >= former.last;
  }
};

// Read access for jobs' work, and for what is computed beside the core thread. One thread.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  // Visits the records of a stream in order, as one consistent snapshot.
  virtual void Visit(std::string_view stream,
                     const std::function<void(const Record&)>& visit) const = 0;
  // Those behind a sequence number, of a stream that nothing but Append and one publication made.
  virtual void VisitAfter(std::string_view stream, std::int64_t sequence,
                          const std::function<void(const Record&)>& visit) const = 0;
  // A few records of such a stream: the first behind a sequence number, in order, or the last
  // before it, the last one first. Costs what it visits.
  struct Reach {
    std::int64_t from = 0;
    bool backwards = false;
    std::int64_t most = 1;
  };
  virtual void VisitSome(std::string_view stream, const Reach& reach,
                         const std::function<void(const Record&)>& visit) const = 0;
  // Costs the same whatever the stream holds.
  [[nodiscard]] virtual StreamState StateOf(std::string_view stream) const = 0;
  // What is visited inside of `readings` is of one moment; inside of another such call, of its.
  virtual void Together(const std::function<void()>& readings) const { readings(); }
};

// Core thread only. Writes join the database's unit of work.
class RecordLog final : public RecordReader {
 public:
  // Drops what a former process had staged.
  explicit RecordLog(Database& database);

  std::int64_t Append(std::string_view stream, std::string_view bytes);
  // Whether something was ever appended or published, and not cleared since.
  [[nodiscard]] bool Has(std::string_view stream);
  // Nobody reads it any more.
  void Clear(std::string_view stream);
  void Visit(std::string_view stream,
             const std::function<void(const Record&)>& visit) const override;
  void VisitAfter(std::string_view stream, std::int64_t sequence,
                  const std::function<void(const Record&)>& visit) const override;
  void VisitSome(std::string_view stream, const Reach& reach,
                 const std::function<void(const Record&)>& visit) const override;
  [[nodiscard]] StreamState StateOf(std::string_view stream) const override;
  // Another one after each Reload, and of each log of this process: what somebody has kept of
  // streams of another generation says nothing about these.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

  // A stream that is being written; `name` says whose it is (scopes of resets look at it).
  using StageId = std::int64_t;
  StageId Stage(std::string_view name);
  void AppendStaged(StageId stage, std::string_view bytes);
  // Readers of `name` find it behind what was published there before, or in place of that.
  enum class Publication { kAfter, kInstead };
  void Publish(StageId stage, std::string_view name, Publication publication);
  void Abandon(StageId stage);

  // Deletes up to so many records of what was dropped. A unit of its own.
  void Sweep(std::size_t records);
  // Whether Sweep may find something.
  [[nodiscard]] bool HasDropped() const { return has_dropped_; }
  // Not before more is dropped: the disk refused it.
  void Postpone() { has_dropped_ = false; }
  // Streams were dropped, or came, past this log.
  void Reload();

 private:
  Database& database_;
  bool has_dropped_ = false;
  std::uint64_t generation_ = 0;
  mutable Statement visit_, visit_after_, next_, last_, state_;
  Statement append_, find_, stage_, publish_, drop_name_, drop_, next_dropped_, sweep_, forget_;
};

// A reader on a connection of its own, for a worker thread. Sees what was committed.
std::unique_ptr<RecordReader> OpenRecordReader(const std::string& database_path);

}  // namespace portside
