// SPDX-License-Identifier: Apache-2.0
//
// IdempotencyRepository: the table `client_tokens`: which answer a client token got. A token holds
// for a time, and no longer than the resource that it is about (ResourceRepository::Remove). Core
// thread only; writes join the database's unit of work, so a token and what it created are stored
// as one.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/base/timestamp.h"
#include "portside/store/database.h"

namespace portside {

struct IdempotencyKey {
  std::string_view account;
  std::string_view region;
  std::string_view operation;  // "sagemaker-geospatial.StartEarthObservationJob"
  std::string_view token;
};

class IdempotencyRepository {
 public:
  struct Answer {
    std::string input_hash;
    Json output;
    std::int64_t resource = 0;  // the sequence of what the call was about; 0 for nothing
    Timestamp expires_at{};     // by the users' clock
  };

  explicit IdempotencyRepository(Database& database);
  // Nothing for a token that has expired by now.
  [[nodiscard]] std::optional<Answer> Find(const IdempotencyKey& key, Timestamp now);
  // In place of an expired one. Deletes the oldest few if they have expired, so that they do not
  // gather; an index of ends would cost every call for that.
  void Save(const IdempotencyKey& key, const Answer& answer, Timestamp now);

 private:
  Database& database_;
  Statement find_, save_, sweep_;
};

}  // namespace portside
