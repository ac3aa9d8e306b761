// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/failure_reason.h"

#include <algorithm>

namespace portside::sagemaker {
namespace {

// The longest FailureReason (botocore model).
constexpr std::size_t kFailureReasonBytes = 1024;

// The four that recorded answers have.
constexpr std::string_view kClasses[] = {
    "AlgorithmError:", "ClientError:", "InternalServerError:", "CapacityError:"};

}  // namespace

std::string CutToFailureReason(std::string text) {
  constexpr std::string_view kCut = " … (shortened)";
  if (text.size() <= kFailureReasonBytes) return text;
  return Beginning(std::move(text), kFailureReasonBytes - kCut.size()) + std::string(kCut);
}

std::string Beginning(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // UTF-8
  text.resize(end);
  return text;
}

std::string ContainerFailureReason(const JobFailure& failure) {
  const bool has_class =
      std::any_of(std::begin(kClasses), std::end(kClasses),
                  [&failure](std::string_view name) { return failure.reason.starts_with(name); });
  if (has_class) return CutToFailureReason(failure.reason);
  const bool is_ours = failure.type == "SERVER_ERROR";
  return CutToFailureReason((is_ours ? "InternalServerError: " : "ClientError: ") + failure.reason);
}

void SetContainerFailure(Json& document, const JobFailure& failure) {
  document["FailureReason"] = ContainerFailureReason(failure);
}

}  // namespace portside::sagemaker
