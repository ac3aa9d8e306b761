// SPDX-License-Identifier: Apache-2.0
//
// CSV as the services read and write it: comma, one header row by convention of the caller, quoted
// fields. CsvReader is tolerant in what AWS is tolerant in (CRLF, BOM, missing final newline) and
// exact about the rest; it never crashes and never reads beyond its bytes.

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/byte_source.h"
#include "portside/formats/format_error.h"

namespace portside {

struct CsvDialect {
  // Personalize: `\"` and `\\` inside quotes are escapes (and `""` is one too).
  bool backslash_escapes = false;
  // Personalize: each record is one physical line; a line break inside quotes is an error.
  bool single_line_records = false;
};

class CsvReader {
 public:
  // `bytes` must outlive the reader. A UTF-8 BOM at the start is skipped.
  explicit CsvReader(std::string_view bytes, CsvDialect dialect = {});
  // The same piece by piece: memory is one piece and one record.
  explicit CsvReader(ByteSource source, CsvDialect dialect = {});

  // Reads the next record into `fields`, whose strings are used again. False at the end. Blank
  // lines are skipped. White space belongs to the field; a quote inside an unquoted field is an
  // ordinary character. Errors: unbalanced quote, characters after a closing quote, a line break
  // inside quotes where the dialect has none, a field or record over its limit (limits.h). After
  // an error the reader is at its end.
  FormatResult<bool> Next(std::vector<std::string>& fields);
  // The line on which the record just read began, 1-based.
  [[nodiscard]] std::uint64_t line() const { return record_line_; }

 private:
  FormatResult<void> CheckRecord(std::size_t count, std::size_t field_bytes);
  FormatResult<void> ReadPlain(std::string& field, std::uint64_t column);
  FormatResult<void> ReadQuoted(std::string& field, std::uint64_t column);
  FormatResult<void> TakeLineBreakInQuotes(std::string& field, std::uint64_t column);
  void SkipByteOrderMark();
  // Whether there is a byte at position_; takes the next piece for that.
  bool HasByte() { return position_ < bytes_.size() || Refill(); }
  bool Refill();
  bool At(char c) { return HasByte() && bytes_[position_] == c; }
  bool AtLineEnd() { return At('\n') || At('\r'); }
  // The characters of a line's end, 1 or 2.
  std::string_view TakeLineEnd();
  tl::unexpected<FormatError> Stop(std::string message, std::uint64_t line, std::uint64_t column);

  ByteSource source_;       // null: bytes_ is all, or all that is left
  std::string_view bytes_;  // the present piece
  // The first one, put together from what its mark is spread over; stands still when this moves.
  std::unique_ptr<std::string> first_;
  CsvDialect dialect_;
  std::size_t record_bytes_ = 0;  // of the present record so far
  std::size_t large_bytes_ = 0;   // of large fields whose strings may still have that room
  std::size_t position_ = 0;
  std::uint64_t line_ = 1;
  std::uint64_t record_line_ = 0;
};

// Appends one field of a record as AppendCsvRecord does; commas and line ends are the caller's, and
// so is the quoting of a record that is one empty field.
void AppendCsvField(std::string& out, std::string_view field, CsvDialect dialect = {});

// Appends one record and `\n`. A field is quoted only when it must be: separator, quote, line
// break, or (backslash dialect) backslash. A record of one empty field is written as `""`.
void AppendCsvRecord(std::string& out, std::span<const std::string> fields,
                     CsvDialect dialect = {});

}  // namespace portside
