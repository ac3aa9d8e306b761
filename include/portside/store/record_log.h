// SPDX-License-Identifier: Apache-2.0
//
// RecordLog: ordered blobs in named streams, the table `records`: imported rows, put events,
// labels. A stream is named by its owner ("<dataset ARN>#bulk"); a record's bytes are the owner's
// business and may hold many rows (a page), so that a million rows are a thousand inserts.
// Sequence numbers grow over all streams, so two streams can be merged in order of arrival.

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

// Read access for jobs' work. One thread.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  // Visits the records of a stream in order, as one consistent snapshot.
  virtual void Visit(std::string_view stream,
                     const std::function<void(const Record&)>& visit) const = 0;
};

// Core thread only. Writes join the database's unit of work.
class RecordLog final : public RecordReader {
 public:
  explicit RecordLog(Database& database);

  std::int64_t Append(std::string_view stream, std::string_view bytes);
  void Clear(std::string_view stream);
  void Visit(std::string_view stream,
             const std::function<void(const Record&)>& visit) const override;

 private:
  Database& database_;
  mutable Statement append_, clear_, visit_;
};

// A reader on a connection of its own, for a worker thread. Sees what was committed.
std::unique_ptr<RecordReader> OpenRecordReader(const std::string& database_path);

}  // namespace portside
