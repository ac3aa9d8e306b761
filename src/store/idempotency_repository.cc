// SPDX-License-Identifier: Apache-2.0

#include "portside/store/idempotency_repository.h"

namespace portside {

IdempotencyRepository::IdempotencyRepository(Database& database)
    : database_(database),
      find_(database,
            "SELECT input_hash, output FROM client_tokens"
            " WHERE account=?1 AND region=?2 AND operation=?3 AND token=?4"),
      save_(database, "INSERT INTO client_tokens VALUES (?1, ?2, ?3, ?4, ?5, ?6)") {}

std::optional<IdempotencyRepository::Answer> IdempotencyRepository::Find(
    const IdempotencyKey& key) {
  find_.Bind(key.account, key.region, key.operation, key.token);
  if (!find_.Step()) return std::nullopt;
  Answer answer{std::string(find_.Text(0)), Json::parse(find_.Text(1))};
  find_.Reset();
  return answer;
}

void IdempotencyRepository::Save(const IdempotencyKey& key, const Answer& answer) {
  database_.EnsureTransaction();
  const std::string output = DumpJson(answer.output);
  save_.Bind(key.account, key.region, key.operation, key.token, answer.input_hash, output).Run();
}

}  // namespace portside
