// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/csv.h"

#include <gtest/gtest.h>

#include "portside/base/limits.h"
#include "support/tar_files.h"

namespace portside {
namespace {

using Record = std::vector<std::string>;
using Records = std::vector<Record>;

constexpr CsvDialect kRfc4180{};
constexpr CsvDialect kPersonalize{.backslash_escapes = true, .single_line_records = true};

FormatResult<Records> ReadAll(std::string_view bytes, CsvDialect dialect = kRfc4180) {
  const auto read_all = [](CsvReader& reader) -> FormatResult<Records> {
    Records records;
    Record record;
    while (TRY(reader.Next(record))) records.push_back(record);
    return records;
  };
  CsvReader whole(bytes, dialect);
  FormatResult<Records> records = read_all(whole);
  // Whatever the pieces are that a file comes in.
  for (const std::size_t piece : {1U, 2U, 5U}) {
    CsvReader pieces(PiecesOf(bytes, piece), dialect);
    const FormatResult<Records> again = read_all(pieces);
    EXPECT_EQ(again.has_value(), records.has_value()) << piece;
    if (again && records) {
      EXPECT_EQ(*again, *records) << piece;
    }
    if (!again && !records) {
      EXPECT_EQ(again.error().Describe(), records.error().Describe()) << piece;
    }
  }
  return records;
}

struct ReadCase {
  const char* name;
  std::string_view bytes;
  CsvDialect dialect;
  Records records;
};

class CsvReads : public testing::TestWithParam<ReadCase> {};

TEST_P(CsvReads, Records) {
  const FormatResult<Records> records = ReadAll(GetParam().bytes, GetParam().dialect);

  ASSERT_TRUE(records) << records.error().Describe();
  EXPECT_EQ(*records, GetParam().records);
}

INSTANTIATE_TEST_SUITE_P(
    Csv, CsvReads,
    testing::Values(
        ReadCase{"Nothing", "", kRfc4180, {}},
        ReadCase{"OnlyByteOrderMark", "\xEF\xBB\xBF", kRfc4180, {}},
        ReadCase{"OnlyLineEnds", "\n\r\n\r\r\n", kRfc4180, {}},
        ReadCase{"LineFeeds", "a,b\n1,2\n", kRfc4180, {{"a", "b"}, {"1", "2"}}},
        ReadCase{"CarriageReturnLineFeeds", "a,b\r\n1,2\r\n", kRfc4180, {{"a", "b"}, {"1", "2"}}},
        ReadCase{"LoneCarriageReturns", "a,b\r1,2\r", kRfc4180, {{"a", "b"}, {"1", "2"}}},
        ReadCase{"NoFinalNewline", "a,b\n1,2", kRfc4180, {{"a", "b"}, {"1", "2"}}},
        ReadCase{"ByteOrderMark", "\xEF\xBB\xBFid,label\n", kRfc4180, {{"id", "label"}}},
        ReadCase{"QuotedAfterByteOrderMark", "\xEF\xBB\xBF\"id\"\n", kRfc4180, {{"id"}}},
        ReadCase{
            "SecondByteOrderMarkIsData", "\xEF\xBB\xBF\xEF\xBB\xBF", kRfc4180, {{"\xEF\xBB\xBF"}}},
        ReadCase{"BlankLinesBetween", "a\n\n\r\nb\n", kRfc4180, {{"a"}, {"b"}}},
        ReadCase{"EmptyFields", ",\n,,\n", kRfc4180, {{"", ""}, {"", "", ""}}},
        ReadCase{"EmptyLastFieldAtEnd", "a,", kRfc4180, {{"a", ""}}},
        ReadCase{"QuotedEmptyField", "\"\"\n", kRfc4180, {{""}}},
        ReadCase{"RecordsOfDifferentLength", "a,b,c\nd\n", kRfc4180, {{"a", "b", "c"}, {"d"}}},
        ReadCase{"WhiteSpaceIsKept", " a , b\t\n", kRfc4180, {{" a ", " b\t"}}},
        ReadCase{"SeparatorInQuotes", "\"a,b\",c\n", kRfc4180, {{"a,b", "c"}}},
        ReadCase{
            "DoubledQuotes", "\"say \"\"hi\"\"\",\"\"\"\"\n", kRfc4180, {{"say \"hi\"", "\""}}},
        ReadCase{"QuoteInUnquotedField", "5\" disk,a\"b\"\n", kRfc4180, {{"5\" disk", "a\"b\""}}},
        ReadCase{"LineBreaksInQuotes", "\"a\nb\r\nc\rd\",e\n", kRfc4180, {{"a\nb\r\nc\rd", "e"}}},
        ReadCase{"BackslashIsDataInRfc4180", "\"C:\\\",a\\b\n", kRfc4180, {{"C:\\", "a\\b"}}},
        ReadCase{"ZeroBytes",
                 std::string_view("a\0b,\"\0\"", 7),
                 kRfc4180,
                 {{std::string("a\0b", 3), std::string("\0", 1)}}},
        ReadCase{"BackslashEscapes",
                 "\"say \\\"hi\\\"\",\"C:\\\\\"\n",
                 kPersonalize,
                 {{"say \"hi\"", "C:\\"}}},
        ReadCase{"DoubledQuotesInPersonalize", "\"a\"\"b\"\n", kPersonalize, {{"a\"b"}}},
        ReadCase{
            "OtherBackslashesAreData", "\"a\\nb\",c\\\"d\n", kPersonalize, {{"a\\nb", "c\\\"d"}}}),
    [](const auto& test) { return test.param.name; });

struct ErrorCase {
  const char* name;
  std::string_view bytes;
  CsvDialect dialect;
  const char* described;
};

class CsvRefuses : public testing::TestWithParam<ErrorCase> {};

TEST_P(CsvRefuses, WithLineAndColumn) {
  const FormatResult<Records> records = ReadAll(GetParam().bytes, GetParam().dialect);

  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().Describe(), GetParam().described);
}

INSTANTIATE_TEST_SUITE_P(
    Csv, CsvRefuses,
    testing::Values(
        ErrorCase{"UnbalancedQuote", "a,b\n\nc,\"d\ne,f\n", kRfc4180,
                  "line 3, column 2: unbalanced quote"},
        ErrorCase{"LoneQuoteAtEnd", "a,\"", kRfc4180, "line 1, column 2: unbalanced quote"},
        ErrorCase{"EscapedClosingQuote", "\"a\\\"", kPersonalize,
                  "line 1, column 1: unbalanced quote"},
        ErrorCase{"BackslashAtEnd", "\"a\\", kPersonalize, "line 1, column 1: unbalanced quote"},
        ErrorCase{"TextAfterQuote", "a\n\"b\"c\n", kRfc4180,
                  "line 2, column 1: characters after a closing quote"},
        ErrorCase{"SpaceAfterQuote", "a,\"b\" ,c\n", kRfc4180,
                  "line 1, column 2: characters after a closing quote"},
        ErrorCase{"LineOfTheClosingQuote", "\"b\nc\"d\n", kRfc4180,
                  "line 2, column 1: characters after a closing quote"},
        ErrorCase{"LineBreakInSingleLineRecord", "h\na,\"b\nc\"\n", kPersonalize,
                  "line 2, column 2: line break inside quotes; each record must be on one line"}),
    [](const auto& test) { return test.param.name; });

TEST(CsvReader, TellsTheLineOnWhichARecordBegan) {
  CsvReader reader("a\r\n\n\"b\nb\"\rc\n");
  Record record;
  std::vector<std::uint64_t> lines;
  while (*reader.Next(record)) lines.push_back(reader.line());
  EXPECT_EQ(lines, (std::vector<std::uint64_t>{1, 3, 5}));
}

TEST(CsvReader, IsAtItsEndAfterAnError) {
  CsvReader reader("\"a\"b\nc\n");
  Record record;
  EXPECT_FALSE(reader.Next(record));
  EXPECT_EQ(reader.Next(record), false);
}

TEST(CsvReader, TakesFieldsUpToTheLimit) {
  const std::string field(limits::kCsvFieldBytes, 'x');
  for (const std::string& bytes : {field + ",b\n", '"' + field + "\",b\n"}) {
    EXPECT_EQ(ReadAll(bytes), (Records{{field, "b"}}));
  }
}

TEST(CsvReader, RefusesFieldsOverTheLimit) {
  const std::string field(limits::kCsvFieldBytes - 1, 'x');
  for (const std::string& bytes : {field + "xx\n", '"' + field + "xx\"\n",
                                   '"' + field + "\"\"\"\"\"", '"' + field + "\n\n\""}) {
    const auto records = ReadAll("a\n" + bytes);
    ASSERT_FALSE(records);
    EXPECT_EQ(records.error().Describe(), "line 2, column 1: field is longer than 1048576 bytes");
  }
}

TEST(CsvReader, RefusesRecordsOverTheLimit) {
  const std::string most(limits::kCsvColumns - 1, ',');
  EXPECT_EQ(ReadAll(most + "\n")->front().size(), limits::kCsvColumns);

  const auto records = ReadAll(most + ",\n");
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().Describe(), "line 1, column 4097: record has more than 4096 fields");
}

std::string Write(const Records& records, CsvDialect dialect = kRfc4180) {
  std::string out;
  for (const Record& record : records) AppendCsvRecord(out, record, dialect);
  return out;
}

TEST(AppendCsvRecord, QuotesOnlyWhereNeeded) {
  EXPECT_EQ(Write({{"a", " b ", "", "c'd|e"}}), "a, b ,,c'd|e\n");
  EXPECT_EQ(Write({{"a,b", "c\nd", "e\rf"}}), "\"a,b\",\"c\nd\",\"e\rf\"\n");
  EXPECT_EQ(Write({{"say \"hi\"", "C:\\"}}), "\"say \"\"hi\"\"\",C:\\\n");
  EXPECT_EQ(Write({{"say \"hi\"", "C:\\"}}, kPersonalize), "\"say \\\"hi\\\"\",\"C:\\\\\"\n");
}

TEST(AppendCsvRecord, KeepsARecordOfOneEmptyField) {
  EXPECT_EQ(Write({{""}, {"", ""}}), "\"\"\n,\n");
}

TEST(AppendCsvRecord, IsReadBackAsItWas) {
  const Records records = {{"a", "b,c", "d\"e", "\"", "\\", "\\\"", " f "}, {""}, {"", "", "\\\\"}};
  for (const CsvDialect dialect : {kRfc4180, kPersonalize}) {
    EXPECT_EQ(ReadAll(Write(records, dialect), dialect), records);
  }
  const Records lines = {{"a\nb", "c\r\nd"}, {"\r"}};
  EXPECT_EQ(ReadAll(Write(lines)), lines);
}

}  // namespace
}  // namespace portside
