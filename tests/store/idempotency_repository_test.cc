// SPDX-License-Identifier: Apache-2.0

#include "portside/store/idempotency_repository.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(IdempotencyRepositoryTest, AnswersOnlyTheSameCaller) {
  Database database(":memory:");
  IdempotencyRepository repository(database);
  const IdempotencyKey key{"111111111111", "us-east-1", "geo.Start", "token"};
  EXPECT_FALSE(repository.Find(key));
  repository.Save(key, {"hash", {{"Arn", "a"}}});

  const auto answer = repository.Find(key);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->input_hash, "hash");
  EXPECT_EQ(answer->output, Json({{"Arn", "a"}}));

  for (const IdempotencyKey& other :
       {IdempotencyKey{"222222222222", "us-east-1", "geo.Start", "token"},
        IdempotencyKey{"111111111111", "us-west-2", "geo.Start", "token"},
        IdempotencyKey{"111111111111", "us-east-1", "geo.Export", "token"},
        IdempotencyKey{"111111111111", "us-east-1", "geo.Start", "other"}}) {
    EXPECT_FALSE(repository.Find(other));
  }
}

}  // namespace
}  // namespace portside
