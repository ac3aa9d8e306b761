// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/csv.h"

#include <array>

#include "portside/base/limits.h"

namespace portside {
namespace {

// The bytes that end a run of ordinary ones.
class StopBytes {
 public:
  constexpr explicit StopBytes(std::string_view stops) {
    for (const char c : stops) stops_[static_cast<unsigned char>(c)] = true;
  }

  // The position of the first stop at or after `position`, or the size of the text. A table and
  // not memchr, which knows one stop only and does not pay for fields of a few bytes.
  [[nodiscard]] std::size_t Find(std::string_view text, std::size_t position) const {
    while (position < text.size() && !stops_[static_cast<unsigned char>(text[position])]) {
      ++position;
    }
    return position;
  }

 private:
  std::array<bool, 256> stops_{};
};

constexpr StopBytes kPlainStops(",\r\n");
constexpr StopBytes kQuotedStops("\"\\\r\n");
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr std::size_t kLargeFieldBytes = 1024;

std::string FieldTooLong() {
  return "field is longer than " + std::to_string(limits::kCsvFieldBytes) + " bytes";
}

void AppendQuoted(std::string& out, std::string_view field, CsvDialect dialect) {
  out += '"';
  for (const char c : field) {
    if (c == '"') out += dialect.backslash_escapes ? '\\' : '"';
    if (c == '\\' && dialect.backslash_escapes) out += '\\';
    out += c;
  }
  out += '"';
}

}  // namespace

CsvReader::CsvReader(std::string_view bytes, CsvDialect dialect)
    : bytes_(bytes), dialect_(dialect) {
  SkipByteOrderMark();
}

CsvReader::CsvReader(ByteSource source, CsvDialect dialect)
    : source_(std::move(source)), first_(std::make_unique<std::string>()), dialect_(dialect) {
  // The mark may be spread over pieces.
  while (first_->size() < kByteOrderMark.size()) {
    const std::string_view piece = source_();
    if (piece.empty()) {
      source_ = nullptr;
      break;
    }
    *first_ += piece;
  }
  bytes_ = *first_;
  SkipByteOrderMark();
}

void CsvReader::SkipByteOrderMark() {
  if (bytes_.starts_with(kByteOrderMark)) position_ = kByteOrderMark.size();
}

bool CsvReader::Refill() {
  if (!source_) return false;
  bytes_ = source_();
  position_ = 0;
  if (bytes_.empty()) source_ = nullptr;
  return !bytes_.empty();
}

FormatResult<bool> CsvReader::Next(std::vector<std::string>& fields) {
  while (AtLineEnd()) TakeLineEnd();
  if (!HasByte()) {
    fields.clear();
    return false;
  }

  record_line_ = line_;
  record_bytes_ = 0;
  // The strings of earlier records keep their room; together no more than a record's.
  if (large_bytes_ > limits::kCsvRecordBytes) {
    fields = {};
    large_bytes_ = 0;
  }
  std::size_t count = 0;
  for (bool more = true; more;) {
    if (count == limits::kCsvColumns) {
      return Stop("record has more than " + std::to_string(limits::kCsvColumns) + " fields",
                  record_line_, count + 1);
    }
    if (count == fields.size()) fields.emplace_back();
    std::string& field = fields[count++];
    TRY(At('"') ? ReadQuoted(field, count) : ReadPlain(field, count));
    TRY(CheckRecord(count, field.size()));

    more = At(',');
    if (more) ++position_;
  }
  if (AtLineEnd()) TakeLineEnd();

  fields.resize(count);
  return true;
}

FormatResult<void> CsvReader::CheckRecord(std::size_t count, std::size_t field_bytes) {
  record_bytes_ += field_bytes;
  if (field_bytes > kLargeFieldBytes) large_bytes_ += field_bytes;
  if (record_bytes_ <= limits::kCsvRecordBytes) return {};
  return Stop("record is longer than " + std::to_string(limits::kCsvRecordBytes) + " bytes",
              record_line_, count);
}

FormatResult<void> CsvReader::ReadPlain(std::string& field, std::uint64_t column) {
  field.clear();
  do {
    const std::size_t stop = kPlainStops.Find(bytes_, position_);
    if (field.size() + (stop - position_) > limits::kCsvFieldBytes) {
      return Stop(FieldTooLong(), line_, column);
    }
    field.append(bytes_, position_, stop - position_);
    position_ = stop;
  } while (position_ == bytes_.size() && Refill());
  return {};
}

FormatResult<void> CsvReader::ReadQuoted(std::string& field, std::uint64_t column) {
  const std::uint64_t opening_line = line_;
  field.clear();
  ++position_;
  for (;;) {
    const std::size_t stop = kQuotedStops.Find(bytes_, position_);
    if (field.size() + (stop - position_) > limits::kCsvFieldBytes) {
      return Stop(FieldTooLong(), opening_line, column);
    }
    field.append(bytes_, position_, stop - position_);
    position_ = stop;
    if (position_ == bytes_.size()) {
      if (!Refill()) return Stop("unbalanced quote", opening_line, column);
      continue;
    }
    if (AtLineEnd()) {
      TRY(TakeLineBreakInQuotes(field, column));
      continue;
    }

    const char c = bytes_[position_++];
    const bool escapes = c == '"' || dialect_.backslash_escapes;
    if (escapes && (At('"') || (c == '\\' && At('\\')))) {
      field += bytes_[position_++];
    } else if (c == '"') {
      break;
    } else {
      field += c;
    }
  }

  if (HasByte() && !At(',') && !AtLineEnd()) {
    return Stop("characters after a closing quote", line_, column);
  }
  return {};
}

FormatResult<void> CsvReader::TakeLineBreakInQuotes(std::string& field, std::uint64_t column) {
  if (dialect_.single_line_records) {
    return Stop("line break inside quotes; each record must be on one line", line_, column);
  }
  field += TakeLineEnd();
  return {};
}

// CRLF, LF and a lone CR each end one line.
std::string_view CsvReader::TakeLineEnd() {
  const bool carriage_return = At('\r');
  ++position_;
  ++line_;
  if (!carriage_return) return "\n";
  if (!At('\n')) return "\r";
  ++position_;
  return "\r\n";
}

tl::unexpected<FormatError> CsvReader::Stop(std::string message, std::uint64_t line,
                                            std::uint64_t column) {
  position_ = bytes_.size();
  source_ = nullptr;
  return Fail(FormatError{std::move(message), line, column});
}

void AppendCsvField(std::string& out, std::string_view field, CsvDialect dialect) {
  // By a table: most fields are short, and all of each is looked at.
  static constexpr auto kQuoted = [] {
    std::array<bool, 256> quoted{};
    for (const unsigned char byte : {',', '"', '\r', '\n', '\\'}) quoted[byte] = true;
    return quoted;
  }();
  for (const char byte : field) {
    if (!kQuoted[static_cast<unsigned char>(byte)]) continue;
    if (byte == '\\' && !dialect.backslash_escapes) continue;
    return AppendQuoted(out, field, dialect);
  }
  out += field;
}

void AppendCsvRecord(std::string& out, std::span<const std::string> fields, CsvDialect dialect) {
  // An empty line would be read as no record.
  if (fields.size() == 1 && fields.front().empty()) {
    out += "\"\"\n";
    return;
  }
  bool first = true;
  for (const std::string& field : fields) {
    if (!first) out += ',';
    first = false;
    AppendCsvField(out, field, dialect);
  }
  out += '\n';
}

}  // namespace portside
