// SPDX-License-Identifier: Apache-2.0

#include "portside/store/idempotency_repository.h"

#include <gtest/gtest.h>

#include "portside/store/resource_repository.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp kNow{std::chrono::hours(500'000)};

TEST(IdempotencyRepositoryTest, AnswersOnlyTheSameCaller) {
  Database database(":memory:");
  IdempotencyRepository repository(database);
  const IdempotencyKey key{"111111111111", "us-east-1", "geo.Start", "token"};
  EXPECT_FALSE(repository.Find(key, kNow));
  repository.Save(key, {"hash", {{"Arn", "a"}}, 0, kNow + 8h}, kNow);

  const auto answer = repository.Find(key, kNow);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->input_hash, "hash");
  EXPECT_EQ(answer->output, Json({{"Arn", "a"}}));

  for (const IdempotencyKey& other :
       {IdempotencyKey{"222222222222", "us-east-1", "geo.Start", "token"},
        IdempotencyKey{"111111111111", "us-west-2", "geo.Start", "token"},
        IdempotencyKey{"111111111111", "us-east-1", "geo.Export", "token"},
        IdempotencyKey{"111111111111", "us-east-1", "geo.Start", "other"}}) {
    EXPECT_FALSE(repository.Find(other, kNow));
  }
}

TEST(IdempotencyRepositoryTest, TokensExpireAndDoNotGather) {
  Database database(":memory:");
  IdempotencyRepository repository(database);
  const IdempotencyKey key{"111111111111", "us-east-1", "geo.Start", "token"};
  repository.Save(key, {"first", Json::object(), 0, kNow + 8h}, kNow);
  EXPECT_TRUE(repository.Find(key, kNow + 8h - 1us));
  EXPECT_FALSE(repository.Find(key, kNow + 8h));
  repository.Save(key, {"second", Json::object(), 0, kNow + 20h}, kNow + 9h);
  EXPECT_EQ(repository.Find(key, kNow + 10h)->input_hash, "second");
  for (int i = 0; i < 100; ++i) {
    const std::string token = std::to_string(i);
    const Timestamp now = kNow + std::chrono::hours(24 * i);
    repository.Save({"1", "r", "geo.Start", token}, {"h", Json::object(), 0, now + 1h}, now);
  }
  Statement count(database, "SELECT COUNT(*) FROM client_tokens");
  ASSERT_TRUE(count.Step());
  EXPECT_LE(count.Integer(0), 2);
}

TEST(IdempotencyRepositoryTest, ATokenDiesWithItsResource) {
  Database database(":memory:");
  IdempotencyRepository repository(database);
  ResourceRepository resources(database);
  const ResourceScope scope{"geo::job", "111111111111", "us-east-1"};
  const auto insert = [&](const std::string& name, const std::string& parent) {
    Resource job;
    job.arn = "arn:aws:geo:::job/" + name;
    job.kind = scope.kind;
    job.account = scope.account;
    job.region = scope.region;
    job.parent = parent;
    const std::int64_t sequence = resources.Insert(job)->sequence;
    repository.Save({"1", "r", "geo.Start", name}, {"h", Json::object(), sequence, kNow + 8h},
                    kNow);
  };
  const auto is_held = [&](std::string_view name) {
    return repository.Find({"1", "r", "geo.Start", name}, kNow).has_value();
  };
  insert("a", "");
  insert("child", "a");
  insert("other", "b");
  resources.Remove("arn:aws:geo:::job/b");
  EXPECT_TRUE(is_held("a"));
  resources.RemoveChildren(scope, "a");
  EXPECT_TRUE(is_held("a"));
  EXPECT_FALSE(is_held("child"));
  resources.Remove("arn:aws:geo:::job/a");
  EXPECT_FALSE(is_held("a"));
  EXPECT_TRUE(is_held("other"));
}

}  // namespace
}  // namespace portside
