// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/crew.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "portside/jobs/job_work.h"

namespace portside {
namespace {

using testing::ElementsAre;

// So many threads, all from the first piece on.
Crew CrewOf(std::size_t threads) {
  return [threads](const CrewMember& call) {
    std::vector<std::jthread> others;
    for (std::size_t at = 1; at < threads; ++at) {
      others.emplace_back([&] { call([] { return true; }); });
    }
    call([] { return true; });
  };
}

Expected<std::string, JobFailure> Name(std::size_t piece) { return std::to_string(piece); }

TEST(CrewTest, TakesPiecesInTheirOrderWhoeverMadeThem) {
  for (const std::size_t threads : {1U, 2U, 5U}) {
    std::vector<std::string> taken;
    std::atomic<int> makers = 0;
    const auto result = MakeInOrder(
        CrewOf(threads), 100,
        [&]() -> PieceMaker {
          ++makers;
          return Name;
        },
        [&](std::size_t piece, std::string made) -> Expected<void, JobFailure> {
          EXPECT_EQ(piece, taken.size());
          taken.push_back(std::move(made));
          return {};
        });
    EXPECT_TRUE(result.has_value());
    EXPECT_EQ(taken.size(), 100U);
    EXPECT_EQ(taken.back(), "99");
    EXPECT_LE(makers, static_cast<int>(threads));
  }
}

TEST(CrewTest, NothingAsksForNoMaker) {
  const auto result = MakeInOrder(
      kNoCrew, 0, []() -> PieceMaker { throw std::logic_error("no maker"); },
      [](std::size_t, const std::string&) -> Expected<void, JobFailure> { return {}; });
  EXPECT_TRUE(result.has_value());
}

TEST(CrewTest, EndsAtTheFirstFailureInTheOrderOfThePieces) {
  for (const std::size_t threads : {1U, 3U}) {
    std::vector<std::string> taken;
    const auto make = [](std::size_t piece) -> Expected<std::string, JobFailure> {
      if (piece >= 4) return Fail(JobFailure{"piece " + std::to_string(piece)});
      return Name(piece);
    };
    const auto result = MakeInOrder(
        CrewOf(threads), 50, [&] { return PieceMaker(make); },
        [&](std::size_t, std::string made) -> Expected<void, JobFailure> {
          taken.push_back(std::move(made));
          return {};
        });
    EXPECT_EQ(result.error().reason, "piece 4");
    EXPECT_THAT(taken, ElementsAre("0", "1", "2", "3"));
  }
}

TEST(CrewTest, EndsWhereAPieceIsNotTaken) {
  const auto result = MakeInOrder(
      CrewOf(3), 50, [] { return PieceMaker(Name); },
      [](std::size_t piece, const std::string&) -> Expected<void, JobFailure> {
        if (piece == 7) return Fail(JobFailure{"full"});
        EXPECT_LT(piece, 7U);
        return {};
      });
  EXPECT_EQ(result.error().reason, "full");
}

TEST(CrewTest, AnExceptionEndsItForAll) {
  const auto make = [](std::size_t piece) -> Expected<std::string, JobFailure> {
    if (piece == 3) throw std::runtime_error("broken");
    return Name(piece);
  };
  const auto take = [](std::size_t, const std::string&) -> Expected<void, JobFailure> {
    return {};
  };
  EXPECT_THROW((void)MakeInOrder(
                   kNoCrew, 50, [&] { return PieceMaker(make); }, take),
               std::runtime_error);
}

// One that is called to other work makes no further piece, and the rest is made without it.
TEST(CrewTest, AMemberMayLeave) {
  std::size_t asked = 0;
  const Crew crew = [&](const CrewMember& call) {
    call([&] { return ++asked <= 2; });
    EXPECT_EQ(asked, 3U);
    call([] { return true; });
  };
  std::size_t taken = 0;
  const auto result = MakeInOrder(
      crew, 10, [] { return PieceMaker(Name); },
      [&](std::size_t, const std::string&) -> Expected<void, JobFailure> {
        ++taken;
        return {};
      });
  EXPECT_TRUE(result.has_value());
  EXPECT_EQ(taken, 10U);
}

}  // namespace
}  // namespace portside
