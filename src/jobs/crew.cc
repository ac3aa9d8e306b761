// SPDX-License-Identifier: Apache-2.0

#include "portside/jobs/crew.h"

#include <condition_variable>
#include <mutex>
#include <optional>

#include "portside/jobs/job_work.h"

namespace portside {
namespace {

// The pieces on their way from the makers to the taker.
class Line {
 public:
  Line(std::size_t count, const PieceTaker& take) : count_(count), take_(take) {}

  // The next piece to make; nothing where all are begun or one has failed.
  std::optional<std::size_t> Begin() {
    const std::lock_guard lock(mutex_);
    if (failure_ || next_ == count_) return std::nullopt;
    return next_++;
  }

  // Waits for the piece's turn.
  void Deliver(std::size_t piece, Expected<std::string, JobFailure> made) {
    {
      std::unique_lock lock(mutex_);
      turn_.wait(lock, [&] { return failure_ || taken_ == piece; });
      if (failure_) return;
    }
    // Nobody else has this turn.
    Expected<void, JobFailure> taken;
    if (made) {
      taken = take_(piece, std::move(*made));
    } else {
      taken = Fail(std::move(made).error());
    }
    if (!taken) return Break(std::move(taken).error());
    {
      const std::lock_guard lock(mutex_);
      ++taken_;
    }
    turn_.notify_all();
  }

  void Break(JobFailure failure) {
    {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::move(failure);
    }
    turn_.notify_all();
  }

  // When every thread has returned.
  Expected<void, JobFailure> Result() {
    if (failure_) return Fail(std::move(*failure_));
    return {};
  }

 private:
  const std::size_t count_;
  const PieceTaker& take_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::size_t next_ = 0;   // to make
  std::size_t taken_ = 0;  // of those, from the first on
  std::optional<JobFailure> failure_;
};

}  // namespace

const Crew kNoCrew = [](const CrewMember& call) { call([] { return true; }); };

Expected<void, JobFailure> MakeInOrder(const Crew& crew, std::size_t count,
                                       const std::function<PieceMaker()>& new_maker,
                                       const PieceTaker& take) {
  Line line(count, take);
  crew([&](const std::function<bool()>& may_go_on) {
    try {
      PieceMaker make;
      while (may_go_on()) {
        const std::optional<std::size_t> piece = line.Begin();
        if (!piece) return;
        if (make == nullptr) make = new_maker();
        line.Deliver(*piece, make(*piece));
      }
    } catch (...) {
      // The others wait for a piece that never comes.
      line.Break(JobFailure{"An unexpected error.", "SERVER_ERROR"});
      throw;
    }
  });
  return line.Result();
}

}  // namespace portside
