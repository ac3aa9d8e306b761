// SPDX-License-Identifier: Apache-2.0
//
// Crew: work in pieces, made on several threads at once and taken in order, as if one had made them
// all.

#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "portside/base/result.h"

namespace portside {

struct JobFailure;

// What one thread of a crew does: pieces, until there are none or it is called to other work.
using CrewMember = std::function<void(const std::function<bool()>& may_go_on)>;
// Runs a call on this thread and meanwhile on others that have nothing to do; returns when all have
// returned. Throws the first of their exceptions.
using Crew = std::function<void(const CrewMember& call)>;

// This thread alone.
extern const Crew kNoCrew;

// Makes one piece; owned by one thread.
using PieceMaker = std::function<Expected<std::string, JobFailure>(std::size_t piece)>;
// Called with one piece after the other, from 0 on, by one thread at a time.
using PieceTaker = std::function<Expected<void, JobFailure>(std::size_t piece, std::string made)>;

// Makes pieces 0 … count - 1; each thread that takes part first asks for a maker of its own. Ends
// at the first failure of a maker or of `take`, in the order of the pieces: none behind it is
// taken.
Expected<void, JobFailure> MakeInOrder(const Crew& crew, std::size_t count,
                                       const std::function<PieceMaker()>& new_maker,
                                       const PieceTaker& take);

}  // namespace portside
