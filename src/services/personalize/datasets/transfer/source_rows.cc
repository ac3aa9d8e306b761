// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/transfer/source_rows.h"

#include <optional>
#include <utility>

#include "portside/formats/gzip.h"
#include "portside/objects/object_stream.h"
#include "services/personalize/errors.h"

namespace portside::personalize {
namespace {

// Rows between two looks at the stop token.
constexpr std::uint64_t kRowsPerStopCheck = 4096;

std::string Place(const SourceFile& file, std::uint64_t line) {
  return file.uri.ToString() + ", line " + std::to_string(line);
}

// One reading of one file.
struct Reading {
  const AvroSchema& schema;
  const SourceFile& file;
  std::vector<std::size_t> columns;  // by field
  std::size_t width = 0;             // of a record
};

// The cells of one record, in the order of the schema.
WorkCheck ReadRow(const Reading& reading, std::uint64_t line,
                  const std::vector<std::string>& record, std::vector<Cell>& cells) {
  if (record.size() != reading.width) {
    return Fail(JobFailure{Place(reading.file, line) + ": expected " +
                           std::to_string(reading.width) + " values, as in the header row, found " +
                           std::to_string(record.size()) + "."});
  }
  cells.clear();
  for (std::size_t i = 0; i < reading.columns.size(); ++i) {
    const AvroField& field = reading.schema.fields[i];
    auto cell = CellFromText(field, record[reading.columns[i]]);
    if (!cell) return Fail(ValueFailure(reading.file, line, field, cell.error()));
    cells.push_back(std::move(*cell));
  }
  return {};
}

// The text of one file, which may be packed: at its end, `error` says what has ended it.
class SourceText {
 public:
  // `budget` is what may still be unpacked; both must outlive it.
  SourceText(ObjectReader& object, const S3Uri& uri, std::uint64_t& budget)
      : uri_(uri), budget_(budget), input_(ObjectInput(object)) {
    if (!IsPacked(object.Read(0, kLongestStart), uri)) return;
    unpacked_.emplace(input_);
    input_ = *unpacked_;
  }
  std::string_view operator()() {
    if (error_) return {};
    const std::string_view piece = input_();
    if (unpacked_ && unpacked_->error()) error_ = PackingErrorText(*unpacked_->error(), uri_);
    if (unpacked_ && piece.size() > budget_) {
      error_ = InvalidDataLocationText(uri_.ToString() +
                                       " unpacks to more than Portside reads in one job.");
    }
    if (std::exchange(is_first_, false) && !error_) {
      if (const auto format = CheckFormat(piece, uri_); !format) error_ = format.error();
    }
    if (error_) return {};
    if (unpacked_) budget_ -= piece.size();
    return piece;
  }
  [[nodiscard]] const std::optional<std::string>& error() const { return error_; }

 private:
  static constexpr std::size_t kLongestStart = 2;

  const S3Uri& uri_;
  std::uint64_t& budget_;
  ByteSource input_;
  std::optional<GunzipInput> unpacked_;
  std::optional<std::string> error_;
  bool is_first_ = true;
};

WorkCheck ReadFile(const WorkContext& context, const AvroSchema& schema, const SourceFile& file,
                   std::uint64_t& budget, const std::function<WorkCheck(const SourceRow&)>& take) {
  const auto object = context.objects.Open(file.uri.bucket, file.uri.key);
  if (!object) return Fail(JobFailure{SourceErrorText(object.error())});
  SourceText text(**object, file.uri, budget);
  CsvReader csv(std::ref(text), kPersonalizeCsv);
  std::vector<std::string> record;
  const auto next = [&]() -> Expected<bool, JobFailure> {
    const auto found = csv.Next(record);
    if (text.error()) return Fail(JobFailure{*text.error()});
    if (found) return *found;
    return Fail(JobFailure{file.uri.ToString() + ", " + found.error().Describe() + "."});
  };
  if (!TRY(next())) record.clear();
  const auto columns = MapColumns(schema, record);
  if (!columns) return Fail(JobFailure{columns.error() + " (" + file.uri.ToString() + ")"});

  const Reading reading{schema, file, *columns, record.size()};
  std::vector<Cell> cells;
  for (std::uint64_t rows = 1; TRY(next()); ++rows) {
    TRY(ReadRow(reading, csv.line(), record, cells));
    TRY(take(SourceRow{file, csv.line(), cells}));
    if (rows % kRowsPerStopCheck == 0 && context.stop.stop_requested()) {
      return Fail(JobFailure{"The job was stopped."});
    }
  }
  return {};
}

}  // namespace

JobFailure ValueFailure(const SourceFile& file, std::uint64_t line, const AvroField& field,
                        const CellError& error) {
  const std::string place = Place(file, line);
  if (error.too_long) {
    return {TooLongText(error.limit, field.name) + " (" + place + ": " + error.message + ".)"};
  }
  return {place + ", column " + field.name + ": " + error.message + "."};
}

Expected<std::vector<SourceFile>, JobFailure> FindJobFiles(const WorkContext& context,
                                                           std::uint64_t most_bytes,
                                                           std::string_view verb) {
  auto files = FindSourceFiles(context.objects,
                               StringOr(context.job.document.at("dataSource"), "dataLocation"));
  if (!files) return Fail(JobFailure{files.error()});
  std::uint64_t size = 0;
  for (const SourceFile& file : *files) size += file.size;
  if (size <= most_bytes) return std::move(*files);
  return Fail(JobFailure{"The data has " + std::to_string(size) + " bytes; Portside " +
                         std::string(verb) + " at most " + std::to_string(most_bytes) +
                         " bytes in one job."});
}

WorkCheck ReadSource(const WorkContext& context, const AvroSchema& schema,
                     const std::vector<SourceFile>& files, std::uint64_t most_bytes,
                     const std::function<WorkCheck(const SourceRow&)>& take) {
  for (const SourceFile& file : files) TRY(ReadFile(context, schema, file, most_bytes, take));
  return {};
}

}  // namespace portside::personalize
