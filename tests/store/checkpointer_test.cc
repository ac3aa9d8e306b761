// SPDX-License-Identifier: Apache-2.0

#include "portside/store/checkpointer.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "portside/store/resource_repository.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

// Whoever made the checkpoints: what was committed is there, and the log does not grow without end.
TEST(CheckpointerTest, NothingIsLostAndTheLogIsBounded) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  constexpr int kRows = 3000;
  {
    Database database(path);
    const Checkpointer checkpointer(database);
    ResourceRepository resources(database);
    for (int row = 0; row < kRows; ++row) {
      Resource resource;
      resource.arn = "arn:" + std::to_string(row);
      resource.kind = "glue::thing";
      resource.document = {{"text", std::string(20'000, 'x')}};
      resources.Insert(std::move(resource));
      database.Commit();
    }
    EXPECT_LT(std::filesystem::file_size(path + "-wal"), 600U * 1024 * 1024);
  }
  Database database(path);
  ResourceRepository resources(database);
  EXPECT_EQ(resources.Count({"glue::thing", "", ""}), kRows);
}

}  // namespace
}  // namespace portside
