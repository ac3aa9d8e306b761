// SPDX-License-Identifier: Apache-2.0

#include "portside/server/commit_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

namespace portside {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CommitGateTest : public testing::Test {
 protected:
  CommitGateTest() { database_.Execute("PRAGMA foreign_keys = ON"); }

  void Write(std::string_view token) {
    database_.EnsureTransaction();
    Statement insert(database_,
                     "INSERT INTO client_tokens VALUES ('a', 'r', 'o', ?1, '', '{}', 0, 0)");
    insert.Bind(token).Run();
    database_.Commit();
  }

  void Send(int status) {
    HttpResponse response;
    response.status = status;
    gate_.Send(
        response, [this](HttpResponse sent) { sent_.push_back(sent.status); },
        [](int refused, std::string_view) {
          HttpResponse refusal;
          refusal.status = refused;
          return refusal;
        });
  }

  // What the event loop does between two turns.
  void RunPosted() {
    for (const auto& call : std::exchange(posted_, {})) call();
  }

  Database database_{":memory:"};
  std::vector<std::function<void()>> posted_;
  std::vector<int> sent_;
  CommitGate gate_{database_, [this](auto call) { posted_.push_back(std::move(call)); }};
};

TEST_F(CommitGateTest, AnswersWaitForTheFlushOfTheirGroup) {
  Write("one");
  Send(200);
  Write("two");
  Send(201);
  Send(204);  // a read in the same turn may have seen both
  EXPECT_THAT(sent_, IsEmpty());
  EXPECT_EQ(posted_.size(), 1u);
  RunPosted();
  EXPECT_THAT(sent_, ElementsAre(200, 201, 204));
  EXPECT_EQ(database_.OpenGroup(), std::nullopt);
}

TEST_F(CommitGateTest, AnswersGoAtOnceWhereNothingWaits) {
  Send(200);
  EXPECT_THAT(sent_, ElementsAre(200));
  EXPECT_THAT(posted_, IsEmpty());
}

TEST_F(CommitGateTest, AnswersOfALostGroupBecomeErrors) {
  database_.Execute("CREATE TABLE a (id INTEGER PRIMARY KEY)");
  database_.Execute("CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)");
  Write("one");
  Send(200);
  database_.EnsureTransaction();
  database_.Execute("INSERT INTO b VALUES (7)");
  database_.Commit();
  Send(201);
  RunPosted();
  EXPECT_THAT(sent_, ElementsAre(500, 500));
  Write("two");
  Send(202);
  RunPosted();
  EXPECT_THAT(sent_, ElementsAre(500, 500, 202));
}

TEST(CommitGateAloneTest, WithoutALoopEachRequestIsFlushedByItself) {
  Database database(":memory:");
  CommitGate gate(database, nullptr);
  database.EnsureTransaction();
  database.Commit();
  EXPECT_EQ(database.OpenGroup(), std::nullopt);
  int sent = 0;
  gate.Send(
      {}, [&sent](const HttpResponse&) { ++sent; },
      [](int, std::string_view) { return HttpResponse(); });
  EXPECT_EQ(sent, 1);
}

}  // namespace
}  // namespace portside
