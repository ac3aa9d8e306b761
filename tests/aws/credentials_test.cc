// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/credentials.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(Credentials, AreReadFromLinesOfThreeWords) {
  const auto credentials = Credentials::Parse(
      "# who         secret  account\r\n\n  AKIDONE\tse/cr+et  123456789012 \r\nTWO b "
      "210987654321");
  ASSERT_TRUE(credentials) << credentials.error();
  ASSERT_NE(credentials->Find("AKIDONE"), nullptr);
  EXPECT_EQ(credentials->Find("AKIDONE")->secret, "se/cr+et");
  EXPECT_EQ(credentials->Find("AKIDONE")->account, "123456789012");
  EXPECT_EQ(credentials->Find("TWO")->account, "210987654321");
  EXPECT_EQ(credentials->Find("THREE"), nullptr);
}

TEST(Credentials, AFaultIsNamedWithItsLineAndNoSecret) {
  struct Case {
    std::string text;
    std::string error;
  };
  for (const Case& c : {
           Case{"\nAKID hidden",
                "line 2 has 2 words: an access key, its secret and its account "
                "are needed"},
           Case{"AKID hidden 123", "line 1: the account '123' does not have 12 digits"},
           Case{"A hidden 123456789012\nA hidden 123456789012",
                "line 2: the access key 'A' was there before"},
       }) {
    const auto credentials = Credentials::Parse(c.text);
    ASSERT_FALSE(credentials);
    EXPECT_EQ(credentials.error(), c.error);
  }
}

TEST(Credentials, AKeyBelongsToAnAccount) {
  const auto credentials = Credentials::Parse("AKID s 210987654321\n111122223333 s 444455556666");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->AccountOf("AKID", "000000000000"), "210987654321");
  EXPECT_EQ(credentials->AccountOf("111122223333", "000000000000"), "444455556666");
  EXPECT_EQ(credentials->AccountOf("123456789012", "000000000000"), "123456789012");
  EXPECT_EQ(credentials->AccountOf("other", "000000000000"), "000000000000");
}

TEST(Credentials, AnEmptyFileHasNone) {
  const auto credentials = Credentials::Parse("");
  ASSERT_TRUE(credentials);
  EXPECT_TRUE(credentials->empty());
}

}  // namespace
}  // namespace portside
