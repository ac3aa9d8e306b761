// SPDX-License-Identifier: Apache-2.0
//
// A record log in memory with the rows of one dataset.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portside/formats/avro_schema.h"
#include "portside/store/record_log.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/deleted_users.h"
#include "services/personalize/datasets/rows/rows.h"

namespace portside::personalize {

class RowsTest : public ::testing::Test {
 protected:
  using Row = std::vector<CellView>;

  static AvroSchema Schema(const std::string& name, const std::vector<std::string>& columns) {
    AvroSchema schema{.name = name, .record_namespace = "n", .fields = {}};
    for (const std::string& column : columns) schema.fields.push_back({.name = column});
    return schema;
  }
  void Import(const std::string& dataset, const std::vector<Row>& rows) {
    log_.Clear(BulkStream(dataset));
    Append(BulkStream(dataset), PageOrigin::kFull, rows);
  }
  void Put(const std::string& dataset, const std::vector<Row>& rows) {
    Append(PutStream(dataset), PageOrigin::kPut, rows);
  }
  void Delete(const std::string& dataset, std::string_view user) {
    Append(DeletedStream(dataset), PageOrigin::kFull, {{user}});
  }

  Database database_{":memory:"};
  RecordLog log_{database_};

 private:
  void Append(const std::string& stream, PageOrigin origin, const std::vector<Row>& rows) {
    PageWriter writer(origin, rows.front().size(),
                      [&](const std::string& page) { log_.Append(stream, page); });
    for (const Row& row : rows) writer.Add(row);
    writer.Finish();
  }
};

}  // namespace portside::personalize
