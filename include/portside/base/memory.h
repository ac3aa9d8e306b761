// SPDX-License-Identifier: Apache-2.0
//
// What the process holds and does not need goes back to the system. For after a burst, or the
// start.

#pragma once

#include <string_view>

namespace portside {

// What was freed, as far as whole pages of it are free: about a millisecond for each 10 MB.
void GiveMemoryBack();
// The pages of a constant text of the program: the next look brings them back from its file.
void GivePagesBack(std::string_view constant);

}  // namespace portside
