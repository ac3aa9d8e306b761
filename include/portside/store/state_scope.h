// SPDX-License-Identifier: Apache-2.0
//
// StateScope: which part of the state a reset or a snapshot is about: one service, one account, one
// region, or any of these together. What is empty matches everything.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portside {

struct StateScope {
  std::string service;  // as in ARNs: "glue"; "s3" is buckets and objects, and nothing else
  std::string account;
  std::string region;
  // Of the service: what the names of its operations begin with in client tokens ("AWSGlue.").
  std::vector<std::string> operations = {};

  [[nodiscard]] bool IsEverything() const {
    return service.empty() && account.empty() && region.empty();
  }
  [[nodiscard]] bool HasRows() const { return service != "s3"; }
  [[nodiscard]] bool HasObjects() const { return service.empty() || service == "s3"; }
  // Whether a resource of that ARN is in it; so also streams of records, whose names begin with
  // their owner's ARN.
  [[nodiscard]] bool MatchesArn(std::string_view arn) const;
};

}  // namespace portside
