// SPDX-License-Identifier: Apache-2.0

#include "portside/store/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.h"

namespace portside {
namespace {

using testing::HasSubstr;

std::int64_t CountTokens(Database& database) {
  Statement count(database, "SELECT COUNT(*) FROM client_tokens");
  EXPECT_TRUE(count.Step());
  return count.Integer(0);
}

void InsertToken(Database& database, std::string_view token) {
  database.EnsureTransaction();
  Statement insert(database,
                   "INSERT INTO client_tokens VALUES ('a', 'r', 'o', ?1, '', '{}', 0, 0)");
  insert.Bind(token).Run();
}

TEST(DatabaseTest, CommitKeepsAndRollbackForgets) {
  Database database(":memory:");
  InsertToken(database, "kept");
  EXPECT_TRUE(database.InTransaction());
  database.Commit();
  EXPECT_FALSE(database.InTransaction());

  int rollbacks = 0;
  database.OnRollback([&rollbacks](Database::Lost) { ++rollbacks; });
  InsertToken(database, "forgotten");
  database.Rollback();
  EXPECT_EQ(rollbacks, 1);
  EXPECT_EQ(CountTokens(database), 1);
}

TEST(DatabaseTest, CommitAndRollbackWithoutWritesDoNothing) {
  Database database(":memory:");
  database.Commit();
  database.Rollback();
  EXPECT_EQ(CountTokens(database), 0);
}

// What rolls a unit back then no longer fits into memory.
TEST(DatabaseTest, AUnitThatChangesMuchCanBeKeptAndForgotten) {
  constexpr int kTokens = 40000;
  const TemporaryDirectory directory;
  Database::SetScratchFolder(directory.path());
  Database database(directory.path() / "rows.sqlite3");
  for (int i = 0; i < kTokens; ++i)
    InsertToken(database, std::to_string(i) + std::string(200, 'x'));
  database.Commit();
  database.SetGroupCommit(true);

  const auto change_all = [&database] {
    database.EnsureTransaction();
    database.Execute("UPDATE client_tokens SET output='changed', token=token||'y'");
  };
  const auto changed = [&database] {
    Statement count(database, "SELECT COUNT(*) FROM client_tokens WHERE output='changed'");
    EXPECT_TRUE(count.Step());
    return count.Integer(0);
  };
  InsertToken(database, "of a former unit");
  database.Commit();
  change_all();
  database.Rollback();
  EXPECT_EQ(changed(), 0);
  EXPECT_EQ(CountTokens(database), kTokens + 1);
  change_all();
  database.Commit();
  database.Flush();
  EXPECT_EQ(changed(), kTokens + 1);
}

TEST(DatabaseTest, TextKeepsEmptyTextAndNulBytes) {
  Database database(":memory:");
  const std::string odd("a\0b", 3);
  Statement echo(database, "SELECT ?1, ?2, ?3");
  echo.Bind(odd, std::string_view(), Blob{odd});
  ASSERT_TRUE(echo.Step());
  EXPECT_EQ(echo.Text(0), odd);
  EXPECT_EQ(echo.Text(1), "");
  EXPECT_FALSE(echo.IsNull(1));
  EXPECT_EQ(echo.Text(2), odd);
}

TEST(DatabaseTest, CommittedRowsAreSeenByAReadOnlyConnectionOnly) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database writer(path);
  Database reader(path, Database::Mode::kReadOnly);
  InsertToken(writer, "t");
  EXPECT_EQ(CountTokens(reader), 0);
  writer.Commit();
  EXPECT_EQ(CountTokens(reader), 1);
  EXPECT_THROW(InsertToken(reader, "u"), DatabaseError);
}

TEST(DatabaseTest, AGroupIsSeenByOthersOnlyOnceItIsFlushed) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database writer(path);
  writer.SetGroupCommit(true);
  Database reader(path, Database::Mode::kReadOnly);
  EXPECT_EQ(writer.OpenGroup(), std::nullopt);

  InsertToken(writer, "one");
  writer.Commit();
  InsertToken(writer, "forgotten");
  writer.Rollback();
  InsertToken(writer, "two");
  writer.Commit();
  ASSERT_TRUE(writer.OpenGroup());
  const std::uint64_t group = *writer.OpenGroup();
  EXPECT_EQ(CountTokens(writer), 2);
  EXPECT_EQ(CountTokens(reader), 0);

  writer.Flush();
  EXPECT_EQ(CountTokens(reader), 2);
  EXPECT_EQ(writer.OpenGroup(), std::nullopt);
  EXPECT_FALSE(writer.IsLost(group));
}

TEST(DatabaseTest, AGroupThatCannotBeFlushedIsLostAsAWhole) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  Database database(path);
  database.SetGroupCommit(true);
  int rollbacks = 0;
  database.OnRollback([&rollbacks](Database::Lost) { ++rollbacks; });
  // A constraint that is checked when the transaction ends: the commit itself is refused.
  database.Execute("PRAGMA foreign_keys = ON");
  database.Execute("CREATE TABLE a (id INTEGER PRIMARY KEY)");
  database.Execute("CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)");

  InsertToken(database, "fine");
  database.Commit();
  database.EnsureTransaction();
  database.Execute("INSERT INTO b VALUES (7)");
  database.Commit();
  const std::uint64_t group = database.OpenGroup().value();
  EXPECT_THROW(database.Flush(), DatabaseError);
  EXPECT_TRUE(database.IsLost(group));
  EXPECT_EQ(rollbacks, 1);
  EXPECT_EQ(CountTokens(database), 0);

  InsertToken(database, "next");
  database.Commit();
  database.Flush();
  EXPECT_EQ(CountTokens(database), 1);
  EXPECT_FALSE(database.IsLost(group + 1));
}

TEST(DatabaseTest, ActionsRunOnceWhatTheyTellIsDurable) {
  Database database(":memory:");
  std::string ran;
  const auto add = [&](char letter) {
    InsertToken(database, std::string(1, letter));
    database.AfterFlush([&ran, letter] { ran += letter; });
  };
  add('a');
  EXPECT_EQ(ran, "");
  database.Commit();
  EXPECT_EQ(ran, "a") << "a commit without groups is a flush";
  add('b');
  database.Rollback();

  database.SetGroupCommit(true);
  add('c');
  database.Commit();
  add('d');
  database.Rollback();
  add('e');
  database.Commit();
  EXPECT_EQ(ran, "a");
  database.Flush();
  EXPECT_EQ(ran, "ace");
  database.Flush();
  EXPECT_EQ(ran, "ace");
}

TEST(DatabaseTest, ActionsOfALostGroupAreForgottenAndBrokenOnesHarmOnlyThemselves) {
  Database database(":memory:");
  database.SetGroupCommit(true);
  database.Execute("PRAGMA foreign_keys = ON");
  database.Execute("CREATE TABLE a (id INTEGER PRIMARY KEY)");
  database.Execute("CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)");
  std::string ran;
  database.AfterFlush([&ran] { ran += "kept "; });
  database.Commit();
  database.AfterFlush([&ran] { ran += "open "; });
  database.Execute("INSERT INTO b VALUES (7)");
  EXPECT_THROW(database.Flush(), DatabaseError);

  database.AfterFlush([] { throw std::runtime_error("no"); });
  database.AfterFlush([&ran] { ran += "next"; });
  database.Flush();
  EXPECT_EQ(ran, "next");
}

TEST(DatabaseTest, ActionsWaitWhileTheyAreKept) {
  Database database(":memory:");
  int actions = 0;
  const auto act = [&] {
    database.AfterFlush([&actions] { ++actions; });
    database.Commit();
    database.Flush();
  };
  database.KeepActions(true);
  act();
  act();
  EXPECT_EQ(actions, 0);
  database.KeepActions(false);
  EXPECT_EQ(actions, 2);
  act();
  EXPECT_EQ(actions, 3);
}

TEST(DatabaseTest, KnowsItsSize) {
  Database database(":memory:");
  const std::int64_t before = database.Bytes();
  EXPECT_GT(before, 0);
  InsertToken(database, std::string(100'000, 'x'));
  EXPECT_GE(database.Bytes(), before + 100'000);
}

TEST(DatabaseTest, StateSurvivesReopening) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  {
    Database database(path);
    InsertToken(database, "t");
    database.Commit();
    InsertToken(database, "never acknowledged");
  }
  Database database(path);
  EXPECT_EQ(CountTokens(database), 1);
}

TEST(DatabaseTest, RefusesAFileOfANewerProgram) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() / "p.sqlite3";
  { Database(path).Execute("PRAGMA user_version = 1000"); }
  try {
    Database database(path);
    FAIL() << "opened";
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("newer version of Portside (schema 1000"));
  }
}

TEST(DatabaseTest, NamesThePathThatCannotBeOpened) {
  try {
    Database database("/nonexistent/p.sqlite3");
    FAIL() << "opened";
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot open /nonexistent/p.sqlite3"));
  }
}

}  // namespace
}  // namespace portside
