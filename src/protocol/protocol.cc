// SPDX-License-Identifier: Apache-2.0

#include "portside/protocol/protocol.h"

#include "portside/protocol/aws_json.h"
#include "portside/protocol/rest_json.h"

namespace portside {

std::unique_ptr<Protocol> MakeProtocol(const ServiceModel& model) {
  if (model.protocol() == WireProtocol::kRestJson1) return std::make_unique<RestJson>(model);
  return std::make_unique<AwsJson>(model);
}

}  // namespace portside
