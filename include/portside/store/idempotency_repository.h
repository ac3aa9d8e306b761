// SPDX-License-Identifier: Apache-2.0
//
// IdempotencyRepository: the table `client_tokens`: which answer a client token got. Core thread
// only; writes join the database's unit of work, so a token and what it created are stored as one.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"
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
  };

  explicit IdempotencyRepository(Database& database);
  [[nodiscard]] std::optional<Answer> Find(const IdempotencyKey& key);
  void Save(const IdempotencyKey& key, const Answer& answer);

 private:
  Database& database_;
  Statement find_, save_;
};

}  // namespace portside
