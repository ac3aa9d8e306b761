// SPDX-License-Identifier: Apache-2.0
//
// Any bytes, both dialects: reading ends, and records that were read are read back from what
// AppendCsvRecord writes of them.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/csv.h"

namespace portside {
namespace {

void RoundTrip(std::string_view bytes, CsvDialect dialect) {
  // The first record is one of its own, because a byte order mark is data only after it.
  std::vector<std::vector<std::string>> records = {{"header"}};
  CsvReader reader(bytes, dialect);
  std::vector<std::string> record;
  for (auto more = reader.Next(record); more && *more; more = reader.Next(record)) {
    records.push_back(record);
  }

  std::string written;
  for (const auto& each : records) AppendCsvRecord(written, each, dialect);
  CsvReader again(written, dialect);
  for (const auto& each : records) {
    const auto more = again.Next(record);
    if (!more || !*more || record != each) std::abort();
  }
  if (again.Next(record) != false) std::abort();
}

}  // namespace
}  // namespace portside

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  portside::RoundTrip(bytes, {});
  portside::RoundTrip(bytes, {.backslash_escapes = true});
  portside::RoundTrip(bytes, {.backslash_escapes = true, .single_line_records = true});
  return 0;
}
