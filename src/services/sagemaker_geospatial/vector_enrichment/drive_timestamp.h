// SPDX-License-Identifier: Apache-2.0
//
// The forms of time that a map matching job's CSV may have, by the developer guide and by public
// inputs: epoch seconds or milliseconds (also with a fraction), `dd.MM.yyyy HH:mm:ss z`,
// `yyyy-MM-dd'T'HH:mm:ss` with or without a fraction and a zone, `yyyy-MM-dd hh:mm:ss a`,
// `yyyy-MM-dd HH:mm:ss`, `yyyyMMddHHmmss`. Without a zone: UTC.

#pragma once

#include <optional>
#include <string_view>

#include "portside/base/timestamp.h"

namespace portside::sagemaker_geospatial {

[[nodiscard]] std::optional<Timestamp> ParseDriveTimestamp(std::string_view text);

}  // namespace portside::sagemaker_geospatial
