// SPDX-License-Identifier: Apache-2.0
//
// What the bytes of a file say about it: for files that were put into a bucket without Portside,
// and for those that were moved or touched since.

#pragma once

#include <sys/stat.h>

#include <optional>

#include "objects/sidecar.h"

namespace portside {

// The record of an open file that none of its sidecar's records fits. Its ETag is its MD5. Where
// the bytes are still those that a record describes (a copied data directory, `touch`), all of that
// record holds on; else the attributes are S3's defaults and the time is the file's.
//
// Over limits::kHashAtOnceBytes the file is not read but to compare it with a record of its size
// and another time. Its ETag is then made from its size and time and ends in "-1", as if it had
// been uploaded in one part: clients know not to take that for an MD5. A record of the same size
// and time is taken to hold on.
RecordPtr DescribeFile(int file, const struct stat& status, const std::optional<Sidecar>& sidecar);

// Whether DescribeFile would read all of the file.
bool ReadsContent(const struct stat& status, const std::optional<Sidecar>& sidecar);

}  // namespace portside
