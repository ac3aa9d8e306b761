// SPDX-License-Identifier: Apache-2.0
//
// How files pass through the formats without being held as wholes.

#pragma once

#include <functional>
#include <string_view>

namespace portside {

// The next bytes of a file, in pieces of any size, each valid until the next call; empty at the
// end, and from then on.
using ByteSource = std::function<std::string_view()>;
// Takes the next bytes. What it cannot keep it remembers by itself: a writer goes on to its end.
using ByteSink = std::function<void(std::string_view piece)>;

}  // namespace portside
