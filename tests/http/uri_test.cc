// SPDX-License-Identifier: Apache-2.0

#include "portside/http/uri.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(Query, DecodesPairsInOrder) {
  const Query query = Query::Parse("b=2&a=x%20y+z&a=%2B&flag&empty=&&q=a=b");
  EXPECT_THAT(query.pairs(), ElementsAre(Pair("b", "2"), Pair("a", "x y z"), Pair("a", "+"),
                                         Pair("flag", ""), Pair("empty", ""), Pair("q", "a=b")));
  EXPECT_EQ(query.Find("a"), "x y z");
  EXPECT_THAT(query.All("a"), ElementsAre("x y z", "+"));
  EXPECT_TRUE(query.Has("flag"));
  EXPECT_FALSE(query.Has("A"));
  EXPECT_EQ(query.Get("absent"), "");
}

TEST(Query, KeepsBrokenPairsAsSent) {
  EXPECT_THAT(Query::Parse("a=100%+x&%zz=1").pairs(),
              ElementsAre(Pair("a", "100%+x"), Pair("%zz", "1")));
  EXPECT_THAT(Query::Parse("").pairs(), IsEmpty());
}

TEST(UriTemplate, MatchesLiteralsAndLabels) {
  const UriTemplate tile("/tile/{z}/{x}/{y}");
  EXPECT_THAT(*tile.Match("/tile/1/2/3"),
              UnorderedElementsAre(Pair("z", "1"), Pair("x", "2"), Pair("y", "3")));
  for (const char* path : {"/tile/1/2", "/tile/1/2/3/4", "/tile/1/2/3/", "/tiles/1/2/3", "", "/",
                           "tile/1/2/3", "/tile/1//3", "/tile/1/2/%zz"}) {
    EXPECT_FALSE(tile.Match(path)) << path;
  }
}

TEST(UriTemplate, DecodesLabelsAfterSplitting) {
  const UriTemplate job("/earth-observation-jobs/{Arn}");
  EXPECT_EQ(job.Match("/earth-observation-jobs/arn%3Aaws%3Aa%2Fb+c")->at("Arn"), "arn:aws:a/b+c");
  EXPECT_FALSE(job.Match("/earth-observation-jobs/arn:aws:a/b"));
  EXPECT_EQ(job.Match("/earth-observation-jobs/arn:aws:a/b", true)->at("Arn"), "arn:aws:a/b");
  EXPECT_TRUE(job.Match("/earth%2Dobservation-jobs/x"));
}

TEST(UriTemplate, GreedyLabelTakesTheRest) {
  const UriTemplate key("/{Bucket}/{Key+}");
  EXPECT_THAT(*key.Match("/b/a/%20/c"),
              UnorderedElementsAre(Pair("Bucket", "b"), Pair("Key", "a/ /c")));
  EXPECT_FALSE(key.Match("/b"));
  EXPECT_FALSE(key.Match("/b/"));
}

TEST(UriTemplate, GreedyLastLeavesLiteralsAlone) {
  EXPECT_FALSE(UriTemplate("/jobs/stop").Match("/jobs/stop/now", true));
  EXPECT_FALSE(UriTemplate("/{A}/stop").Match("/a/b/stop", true));
}

TEST(UriTemplate, RootMatchesOnlyRoot) {
  const UriTemplate root("/");
  EXPECT_TRUE(root.Match("/"));
  EXPECT_FALSE(root.Match("/a"));
  EXPECT_EQ(root.text(), "/");
}

TEST(UriTemplate, LiteralsAreMoreSpecificThanLabels) {
  EXPECT_GT(UriTemplate("/jobs/stop").Specificity(), UriTemplate("/jobs/{Arn}").Specificity());
  EXPECT_GT(UriTemplate("/jobs/{Arn}").Specificity(), UriTemplate("/jobs/{Arn+}").Specificity());
  EXPECT_GT(UriTemplate("/jobs/{Arn+}").Specificity(), UriTemplate("/{A}/{B}").Specificity());
}

}  // namespace
}  // namespace portside
