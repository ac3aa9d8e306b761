// SPDX-License-Identifier: Apache-2.0

#include "portside/base/memory.h"

#include <malloc.h>

namespace portside {

void GiveMemoryBack() { malloc_trim(0); }

}  // namespace portside
