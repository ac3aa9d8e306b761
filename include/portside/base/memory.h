// SPDX-License-Identifier: Apache-2.0
//
// GiveMemoryBack: what was freed goes back to the system, as far as whole pages of it are free. It
// takes about a millisecond for each 10 MB; for after a burst, not for every day.

#pragma once

namespace portside {

void GiveMemoryBack();

}  // namespace portside
