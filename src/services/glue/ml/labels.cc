// SPDX-License-Identifier: Apache-2.0

#include "services/glue/ml/labels.h"

#include <utility>

#include "portside/base/encoding.h"
#include "portside/formats/csv.h"
#include "services/glue/limits.h"

namespace portside::glue {
namespace {

constexpr std::size_t kSet = 0;
constexpr std::size_t kLabel = 1;

std::vector<std::string> HeaderFields(const std::vector<std::string>& columns) {
  std::vector<std::string> fields = {"labeling_set_id", "label"};
  fields.insert(fields.end(), columns.begin(), columns.end());
  return fields;
}

// What a message shows of a field: a file that is no label file may have very long ones.
constexpr std::size_t kShownBytes = 80;

std::string Quoted(const std::string& text) {
  if (text.size() <= kShownBytes) return "\"" + text + "\"";
  return "\"" + text.substr(0, kShownBytes) + "\" and more";
}

// Spreadsheets save in the code page of their country; the guide warns of it, so the place is
// named.
FormatResult<void> CheckUtf8(std::string_view file) {
  if (IsValidUtf8(file)) return {};
  std::uint64_t line = 1;
  // A line break is never part of a longer UTF-8 sequence, so some line alone is invalid.
  for (const std::string_view text : Split(file, '\n')) {
    if (!IsValidUtf8(text)) break;
    ++line;
  }
  return Fail(FormatError{"the bytes are not UTF-8; save the file with that encoding", line, 0});
}

FormatResult<void> CheckHeader(const std::vector<std::string>& found,
                               const std::vector<std::string>& columns, std::uint64_t line) {
  const std::vector<std::string> expected = HeaderFields(columns);
  if (found == expected) return {};
  std::size_t at = 0;
  while (at < found.size() && at < expected.size() && found[at] == expected[at]) ++at;

  std::string what;
  if (at == found.size()) {
    what = "the header ends where " + Quoted(expected[at]) + " is expected";
  } else if (at == expected.size()) {
    what = Quoted(found[at]) + " follows the last column of the transform's table";
  } else {
    what = "found " + Quoted(found[at]) + " where " + Quoted(expected[at]) + " is expected";
  }
  std::string header = LabelHeader(columns);
  header.pop_back();
  return Fail(FormatError{what + "; the header must be: " + header, line, at + 1});
}

FormatResult<void> CheckRow(const std::vector<std::string>& row, std::size_t width,
                            std::uint64_t line) {
  if (row.size() != width) {
    return Fail(FormatError{"found " + std::to_string(row.size()) +
                                " fields where the header has " + std::to_string(width),
                            line, 0});
  }
  if (TrimSpace(row[kSet]).empty()) {
    return Fail(FormatError{"a labelled row needs a labeling_set_id", line, kSet + 1});
  }
  return {};
}

}  // namespace

std::string LabelHeader(const std::vector<std::string>& columns) {
  std::string header;
  AppendCsvRecord(header, HeaderFields(columns));
  return header;
}

FormatResult<std::int64_t> ReadLabels(std::string_view file,
                                      const std::vector<std::string>& columns,
                                      const std::function<void(std::string page)>& keep) {
  TRY(CheckUtf8(file));
  CsvReader reader(file);
  std::vector<std::string> fields;
  if (!TRY(reader.Next(fields))) fields.clear();
  TRY(CheckHeader(fields, columns, fields.empty() ? 1 : reader.line()));

  const std::size_t width = fields.size();
  std::string page;
  std::int64_t rows = 0;
  while (TRY(reader.Next(fields))) {
    const bool unlabelled = fields.size() == width && TrimSpace(fields[kLabel]).empty();
    if (unlabelled) continue;
    TRY(CheckRow(fields, width, reader.line()));
    AppendCsvRecord(page, fields);
    ++rows;
    if (page.size() >= limits::kLabelPageBytes) keep(std::exchange(page, {}));
  }
  if (rows == 0) {
    return Fail(FormatError{"no row has a label; fill in the column \"label\" and import again"});
  }
  if (!page.empty()) keep(std::move(page));
  return rows;
}

}  // namespace portside::glue
