// SPDX-License-Identifier: Apache-2.0
//
// Haste: work on a thread that others wait for. A file that a person dropped into a bucket is read
// for its ETag when it is first asked for, and a folder is read for its names; on the core thread
// no client is to wait for that. So work that is done in haste is given up where a store would have
// to read much; the reading is done aside, on another thread, after which the work is done again
// from what the store then remembers.

#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace portside {

// Runs `work` on another thread, then `done` on the core thread.
using Aside = std::function<void(std::function<void()> work, std::function<void()> done)>;

// Runs `work`, in haste where there is an aside. It must leave nothing behind where an exception
// passes through it, and answer whoever waits at its very end: it may be run a second time, later,
// and then an exception would have nobody to catch it.
void RunInHaste(const Aside& aside, const std::function<void()>& work);

// Of stores. Before so many bytes are read (of a folder: about as many as its names have): does not
// return where that is too much for a thread in haste.
void SpendInHaste(std::uint64_t bytes);

// Of stores. The number of a reading that begins now; later ones have higher numbers.
[[nodiscard]] std::uint64_t NextReading();
// Set where work is done again: readings from this number on were made for it, and are good for it
// even where they are too young to be remembered for others.
[[nodiscard]] std::optional<std::uint64_t> ReadAsideSince();

// Passes through work that is given up. Deliberately no std::exception: whoever turns those into
// answers lets it pass.
struct Unread {
  std::function<void()> reading;
};

// Of stores. `reading` spends, reads and gives what it has read; where it is given up, it is what
// is done aside. It must own what it uses, but for the store.
template <typename Reading>
auto ReadForHaste(const Reading& reading) {
  try {
    return reading();
  } catch (Unread& unread) {
    unread.reading = [reading] { (void)reading(); };
    throw;
  }
}

}  // namespace portside
