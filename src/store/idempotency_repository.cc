// SPDX-License-Identifier: Apache-2.0

#include "portside/store/idempotency_repository.h"

#include "store/resource_row.h"

namespace portside {

IdempotencyRepository::IdempotencyRepository(Database& database)
    : database_(database),
      find_(database,
            "SELECT input_hash, output, resource, expires_at FROM client_tokens WHERE account=?1"
            " AND region=?2 AND operation=?3 AND token=?4 AND expires_at>?5"),
      save_(database,
            "INSERT OR REPLACE INTO client_tokens VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      sweep_(database,
             "DELETE FROM client_tokens WHERE expires_at<=?1 AND rowid IN"
             " (SELECT rowid FROM client_tokens ORDER BY rowid LIMIT 4)") {}

std::optional<IdempotencyRepository::Answer> IdempotencyRepository::Find(const IdempotencyKey& key,
                                                                         Timestamp now) {
  find_.Bind(key.account, key.region, key.operation, key.token, Micros(now));
  if (!find_.Step()) return std::nullopt;
  Answer answer{std::string(find_.Text(0)), Json::parse(find_.Text(1)), find_.Integer(2),
                Timestamp(Duration(find_.Integer(3)))};
  find_.Reset();
  return answer;
}

void IdempotencyRepository::Save(const IdempotencyKey& key, const Answer& answer, Timestamp now) {
  database_.EnsureTransaction();
  const std::string output = DumpJson(answer.output);
  save_
      .Bind(key.account, key.region, key.operation, key.token, answer.input_hash, output,
            answer.resource, Micros(answer.expires_at))
      .Run();
  sweep_.Bind(Micros(now)).Run();
}

}  // namespace portside
