// SPDX-License-Identifier: Apache-2.0

#include "services/glue/ml/labels.h"
#include "services/glue/limits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace portside::glue {
namespace {

const std::vector<std::string> kColumns = {"id", "title", "year"};
constexpr const char* kHeader = "labeling_set_id,label,id,title,year\n";

struct LabelPages {
  std::vector<std::string> pages;
  std::int64_t rows = 0;
};

FormatResult<LabelPages> ReadAll(std::string_view file) {
  LabelPages labels;
  labels.rows = TRY(ReadLabels(
      file, kColumns, [&labels](std::string page) { labels.pages.push_back(std::move(page)); }));
  return labels;
}

std::string AllPages(const LabelPages& labels) {
  std::string all;
  for (const std::string& page : labels.pages) all += page;
  return all;
}

std::string Reason(const std::string& file) {
  const auto labels = ReadAll(file);
  return labels ? "no error" : labels.error().Describe();
}

TEST(LabelsTest, HeaderNamesEveryColumnInOrder) { EXPECT_EQ(LabelHeader(kColumns), kHeader); }

TEST(LabelsTest, HeaderQuotesWhatCsvMustQuote) {
  EXPECT_EQ(LabelHeader({"a,b", "c\"d"}), "labeling_set_id,label,\"a,b\",\"c\"\"d\"\n");
}

TEST(LabelsTest, RowsKeepTheirOrderAndText) {
  const std::string rows = "0,A,1,First,1999\n0,A,2,first,1999\n1,b,3,,\n";
  const auto labels = ReadAll(kHeader + rows);
  ASSERT_TRUE(labels) << labels.error().Describe();
  EXPECT_EQ(labels->rows, 3);
  EXPECT_EQ(AllPages(*labels), rows);
}

TEST(LabelsTest, FormsOfTheSameFileGiveTheSamePages) {
  const std::string header = "labeling_set_id,label,id,title,year";
  const std::string forms[] = {
      header + "\n0,A,1,x,1999\n0,B,2,y,2000\n",
      header + "\n0,A,1,x,1999\n0,B,2,y,2000",                     // no final line break
      header + "\r\n0,A,1,x,1999\r\n0,B,2,y,2000\r\n",             // Windows
      "\xEF\xBB\xBF" + header + "\n0,A,1,x,1999\n0,B,2,y,2000\n",  // byte order mark
      "\"labeling_set_id\",\"label\",\"id\",\"title\",\"year\"\n\"0\",\"A\",1,x,1999\n0,B,2,y,"
      "2000\n",
      header + "\n\n0,A,1,x,1999\n\n0,B,2,y,2000\n\n",  // blank lines
  };
  for (const std::string& form : forms) {
    const auto labels = ReadAll(form);
    ASSERT_TRUE(labels) << form << labels.error().Describe();
    EXPECT_EQ(labels->rows, 2) << form;
    EXPECT_EQ(AllPages(*labels), "0,A,1,x,1999\n0,B,2,y,2000\n") << form;
  }
}

TEST(LabelsTest, QuotedFieldsAreWrittenAgainWithAsFewQuotesAsTheyNeed) {
  const auto labels = ReadAll(std::string(kHeader) + "0,\"A\",1,\"a, \"\"b\"\"\",\"19\n99\"\n");
  ASSERT_TRUE(labels) << labels.error().Describe();
  EXPECT_EQ(AllPages(*labels), "0,A,1,\"a, \"\"b\"\"\",\"19\n99\"\n");
}

TEST(LabelsTest, RowsWithoutALabelAreSkipped) {
  const auto labels =
      ReadAll(std::string(kHeader) + "0,,1,x,1999\n0, \t,2,y,1999\n0,A,3,z,1999\n,,4,w,1999\n");
  ASSERT_TRUE(labels) << labels.error().Describe();
  EXPECT_EQ(labels->rows, 1);
  EXPECT_EQ(AllPages(*labels), "0,A,3,z,1999\n");
}

TEST(LabelsTest, DuplicatesAreKept) {
  const auto labels = ReadAll(std::string(kHeader) + "0,A,1,x,1\n0,A,1,x,1\n");
  ASSERT_TRUE(labels);
  EXPECT_EQ(labels->rows, 2);
}

TEST(LabelsTest, ManyRowsFillPagesOfBoundedSize) {
  std::string file = kHeader;
  const std::string title(1000, 't');
  for (int i = 0; i < 500; ++i) file += "0,A," + std::to_string(i) + "," + title + ",1999\n";
  const auto labels = ReadAll(file);
  ASSERT_TRUE(labels);
  EXPECT_EQ(labels->rows, 500);
  EXPECT_GT(labels->pages.size(), 7U);
  for (const std::string& page : labels->pages) {
    EXPECT_LT(page.size(), limits::kLabelPageBytes + 1100);
    EXPECT_EQ(page.back(), '\n');
  }
  EXPECT_EQ(kHeader + AllPages(*labels), file);
}

TEST(LabelsTest, ErrorsNameThePlaceAndWhatIsExpected) {
  const std::string expected = "; the header must be: labeling_set_id,label,id,title,year";
  const struct {
    const char* file;
    std::string reason;
  } cases[] = {
      {"", "line 1, column 1: the header ends where \"labeling_set_id\" is expected" + expected},
      {"\n\n",
       "line 1, column 1: the header ends where \"labeling_set_id\" is expected" + expected},
      {"labeling_set_id,label,title,id,year\n0,A,1,x,1\n",
       "line 1, column 3: found \"title\" where \"id\" is expected" + expected},
      {"Labeling_Set_Id,label,id,title,year\n0,A,1,x,1\n",
       "line 1, column 1: found \"Labeling_Set_Id\" where \"labeling_set_id\" is expected" +
           expected},
      {"labeling_set_id,label,id,title\n0,A,1,x\n",
       "line 1, column 5: the header ends where \"year\" is expected" + expected},
      {"labeling_set_id,label,id,title,year,match_id\n0,A,1,x,1,2\n",
       "line 1, column 6: \"match_id\" follows the last column of the transform's table" +
           expected},
      {"labeling_set_id,label,id,title,year\n0,A,1,x,1999\n0,A,2,y\n",
       "line 3: found 4 fields where the header has 5"},
      {"labeling_set_id,label,id,title,year\n0,A,1,x,1999,7\n",
       "line 2: found 6 fields where the header has 5"},
      {"labeling_set_id,label,id,title,year\n,A,1,x,1999\n",
       "line 2, column 1: a labelled row needs a labeling_set_id"},
      {"labeling_set_id,label,id,title,year\n0,A,1,\"x,1999\n",
       "line 2, column 4: unbalanced quote"},
      {"labeling_set_id,label,id,title,year\n0,A,1,caf\xE9,1999\n",
       "line 2: the bytes are not UTF-8; save the file with that encoding"},
      {"labeling_set_id,label,id,title,year\n",
       "no row has a label; fill in the column \"label\" and import again"},
      {"labeling_set_id,label,id,title,year\n0,,1,x,1999\n",
       "no row has a label; fill in the column \"label\" and import again"},
  };
  for (const auto& [file, reason] : cases) EXPECT_EQ(Reason(file), reason) << file;
}

TEST(LabelsTest, MessagesDoNotRepeatAWholeFile) {
  EXPECT_LT(Reason(std::string(500'000, 'x') + "\n").size(), 300U);
}

TEST(LabelsTest, EveryPrefixOfAFileIsReadOrRefused) {
  const std::string file =
      std::string("\xEF\xBB\xBF") + kHeader + "0,A,1,\"a \"\"b\"\"\",1999\r\n0,\xC3\xA4,2,y,2000\n";
  for (std::size_t size = 0; size <= file.size(); ++size) {
    const auto labels = ReadAll(std::string_view(file).substr(0, size));
    if (labels) {
      EXPECT_GT(labels->rows, 0) << size;
    } else {
      EXPECT_FALSE(labels.error().message.empty()) << size;
    }
  }
}

}  // namespace
}  // namespace portside::glue
