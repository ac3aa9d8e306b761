// SPDX-License-Identifier: Apache-2.0
//
// What S3 answers where the disk breaks: an exception that no client has caused becomes the
// service's own 500 in XML, which SDKs understand and retry.

#pragma once

#include <functional>
#include <memory>

#include "portside/http/exchange.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// Runs `work`; InternalError, with what the exception says, where it throws.
S3Result<void> CatchBreakage(const std::function<void()>& work);

// Guards an exchange of `call` (which the exchange itself has by now: its address is not looked at,
// only who asks and by which method).
std::unique_ptr<Exchange> Guarded(std::unique_ptr<Exchange> inner, S3Call call);

}  // namespace portside::s3
